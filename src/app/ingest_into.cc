#include "app/ingest_into.h"

#include <fmt/format.h>

#include "app/config.h"
#include "app/output.h"
#include "base/human.h"
#include "base/log.h"
#include "base/version.h"
#include "ingest/pipeline.h"

namespace lake {
namespace {

constexpr std::string_view kStoppedEarly =
    "stopped before anything was committed; the same command goes on\n";

std::string Headline(const Settings& settings, const RunSetup& setup, const FlushLimits& flush) {
  return fmt::format("verify {} · {} · {} · commit every {}", settings.verify,
                     FormatCount(setup.tables->set().size(), "table"), setup.network.name,
                     FormatCount(flush.ledgers, "ledger"));
}

}  // namespace

IngestOptions IngestOptionsOf(const Settings& settings, const RunSetup& setup,
                              const FlushLimits& flush) {
  IngestOptions options;
  options.range = setup.range;
  options.extraction.workers = settings.workers;
  options.extraction.verify = setup.verify;
  options.flush = flush;
  options.allow_gaps = settings.allow_gaps;
  options.on_unknown =
      settings.on_unknown == "quarantine" ? OnUnknown::kQuarantine : OnUnknown::kStop;
  return options;
}

Origin OriginOf(const Settings& settings, const RunSetup& setup) {
  return {.network = setup.network.name,
          .source = setup.source->Describe(),
          .pipeline_version = std::string(Version()),
          .processor_name = settings.service_name,
          .writer = {},
          .era = EraPolicy{.era_id = settings.era_id,
                           .version_label = settings.version_label,
                           .network = setup.network.era_name}};
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
    TRY(Print(kStoppedEarly));
  } else if (status.ok() || totals.commits > 0) {
    TRY(Print(IngestSentence(totals, setup.verify)));
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

Status EndOfStart(const Invocation& invocation, Status status) {
  const bool asked = invocation.stop.stop_requested() && !status.ok() &&
                     status.error().code == Code::kCancelled && FollowsTheTip(invocation.settings);
  return asked ? Print(kStoppedEarly) : status;
}

}  // namespace lake
