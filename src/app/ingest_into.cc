#include "app/ingest_into.h"

#include <fmt/format.h>

#include "app/config.h"
#include "app/lake_sink.h"
#include "app/output.h"
#include "app/source_report.h"
#include "base/human.h"
#include "base/log.h"
#include "ingest/pipeline.h"

namespace lake {
namespace {

// A dry run reads this many ledgers to tell about all of them.
constexpr std::uint64_t kDryRunSample = 50;

constexpr std::string_view kStoppedEarly =
    "stopped before anything was committed; the same command goes on\n";

std::string Headline(const Settings& settings, const RunSetup& setup, const FlushLimits& flush) {
  return fmt::format("verify {} · {} · {} · commit every {}", settings.verify,
                     FormatCount(setup.tables->set().size(), "table"), setup.network.name,
                     FormatCount(flush.ledgers, "ledger"));
}

// Where the answer is a document, it is another's to print.
Status PrintSentence(const Settings& settings, const std::string& text) {
  if (settings.format != "json") return Print(text);
  LogInfo("{}", std::string_view(text).substr(0, text.find('\n')));
  return {};
}

Status DryRun(const Invocation& invocation, const RunSetup& setup) {
  TRY_ASSIGN(const SourceReport report,
             InspectSource({*setup.source, setup.range, setup.tables->set(), setup.network,
                            kDryRunSample, SystemClock()},
                           invocation.stop));
  TRY(Print(SourceReportText(report, setup.network, true)));
  return Print("dry run: nothing was written\n");
}

// What a run gives back that ended before its first ledger: a follow that is asked to stop has done
// what it is for.
Status EndOfStart(const Invocation& invocation, Status status) {
  const bool asked = invocation.stop.stop_requested() && !status.ok() &&
                     status.error().code == Code::kCancelled && FollowsTheTip(invocation.settings);
  return asked ? Print(kStoppedEarly) : status;
}

}  // namespace

Status RunInto(const IngestTarget& target, const Invocation& invocation,
               const PrepareSource& prepare) {
  const Settings& given = invocation.settings;
  if (given.dry_run) {
    TRY_ASSIGN(const Settings settings, target.settle(invocation, {}));
    const Invocation run{settings, invocation.arguments, invocation.stop};
    TRY_ASSIGN(const RunSetup setup, prepare(run, nullptr));
    return DryRun(run, setup);
  }
  IngestProgress progress(given.no_progress ? "none" : given.progress);
  TRY_ASSIGN(const std::unique_ptr<IngestMonitor> monitor,
             IngestMonitor::Start(given, progress, target.part));
  bool started = false;
  RunPart part = RunPart::kStore;
  const Status status = [&]() -> Status {
    TRY_ASSIGN(const Settings settings,
               target.settle(invocation, [&monitor](const Error& e) { monitor->OnWait(e); }));
    const Invocation run{settings, invocation.arguments, invocation.stop};
    part = RunPart::kSource;
    TRY_ASSIGN(const RunSetup setup, prepare(run, &monitor->board()));
    started = true;
    return target.fill({run, setup, *monitor, progress});
  }();
  if (started) return status;
  monitor->OnEnd(status, part);
  return EndOfStart(invocation, status);
}

IngestOptions IngestOptionsOf(const Settings& settings, const RunSetup& setup,
                              const FlushLimits& flush) {
  IngestOptions options;
  options.range = setup.range;
  options.extraction.workers = settings.workers;
  options.extraction.verify = setup.verify;
  options.flush = flush;
  options.allow_gaps = settings.allow_gaps;
  options.on_unknown =
      settings.on_unknown == "quarantine" ? OnUnknown::kKeepAside : OnUnknown::kStop;
  return options;
}

Origin OriginOf(const Settings& settings, const RunSetup& setup) {
  return OriginOf(settings, setup.network, setup.source->Describe());
}

Status FillSink(const IngestInto& run, const IngestOptions& options, Sink& sink) {
  const auto& [invocation, setup, monitor, progress] = run;
  LogInfo("{}", Headline(invocation.settings, setup, options.flush));
  progress.LimitTo(setup.ledgers_present);
  if (!setup.range.last) {
    monitor.Follow(
        [settings = invocation.settings,
         specs = SourcesOf(invocation.settings, invocation.arguments),
         stop = invocation.stop] { return OpenRunSources(settings, specs, nullptr, stop); });
  }
  Pipeline pipeline({*setup.source, sink, setup.tables->set(), setup.network, SystemClock()},
                    options, monitor);
  Status status = pipeline.Run(invocation.stop);
  const IngestTotals& totals = pipeline.totals();
  monitor.OnEnd(status, pipeline.part_at_fault());
  progress.Finish();
  const Status closed = sink.Close();
  if (totals.commits == 0 && invocation.stop.stop_requested()) {
    TRY(PrintSentence(invocation.settings, std::string(kStoppedEarly)));
  } else if (status.ok() || totals.commits > 0) {
    TRY(PrintSentence(invocation.settings, IngestSentence(totals, setup.verify)));
  }
  TRY(std::move(status));
  TRY(closed);
  const std::uint64_t done = totals.ledgers + totals.quarantined;
  if (!setup.range.last || !invocation.stop.stop_requested() || done >= progress.planned()) {
    return {};
  }
  return {Code::kCancelled,
          fmt::format("{} of {} are committed; the same command goes on", FormatCount(done),
                      FormatCount(progress.planned(), "ledger"))};
}

}  // namespace lake
