// Fills a lake from a source: backfill, gaps, tip.
#include <fmt/format.h>

#include "app/config.h"
#include "app/ingest_monitor.h"
#include "app/ingest_progress.h"
#include "app/lake_choice.h"
#include "app/open_lake.h"
#include "app/output.h"
#include "app/run_commands.h"
#include "app/run_setup.h"
#include "app/source_report.h"
#include "base/human.h"
#include "base/log.h"
#include "base/version.h"
#include "ingest/pipeline.h"
#include "sink/ducklake_sink.h"

namespace lake {
namespace {

// A dry run reads this many ledgers to tell about all of them.
constexpr std::uint64_t kDryRunSample = 50;

constexpr std::string_view kStoppedEarly =
    "stopped before anything was committed; the same command goes on\n";

IngestOptions OptionsOf(const Settings& settings, const RunSetup& setup) {
  IngestOptions options;
  options.range = setup.range;
  options.extraction.workers = settings.workers;
  options.extraction.verify = setup.verify;
  options.flush = {.ledgers = settings.batch_ledgers,
                   .table_rows = settings.batch_rows,
                   .bytes = settings.batch_bytes,
                   .piece_bytes = settings.batch_bytes / 4,
                   .interval_ms = std::int64_t{settings.commit_interval_seconds} * 1000};
  options.allow_gaps = settings.allow_gaps;
  options.on_unknown =
      settings.on_unknown == "quarantine" ? OnUnknown::kQuarantine : OnUnknown::kStop;
  return options;
}

DuckLakeSinkOptions SinkOptionsOf(const Invocation& invocation, const RunSetup& setup) {
  const Settings& settings = invocation.settings;
  DuckLakeSinkOptions options;
  options.writer.lake = LakeOptionsOf(settings);
  options.tables = setup.tables->set();
  options.table_names = setup.tables->stored_names();
  options.origin = {.network = setup.network.name,
                    .source = setup.source->Describe(),
                    .pipeline_version = std::string(Version()),
                    .processor_name = settings.service_name,
                    .writer = {},
                    .era = EraPolicy{.era_id = settings.era_id,
                                     .version_label = settings.version_label,
                                     .network = setup.network.era_name}};
  options.partition = true;
  options.writer.stop = invocation.stop;
  options.writer.grace_ms = std::int64_t{settings.left_files_grace_seconds} * 1000;
  return options;
}

std::string Headline(const Settings& settings, const RunSetup& setup) {
  return fmt::format("verify {} · {} · {} · commit every {}", settings.verify,
                     FormatCount(setup.tables->set().size(), "table"), setup.network.name,
                     FormatCount(settings.batch_ledgers, "ledger"));
}

Status DryRun(const Invocation& invocation, const RunSetup& setup) {
  TRY_ASSIGN(const SourceReport report,
             InspectSource({*setup.source, setup.range, setup.tables->set(), setup.network,
                            kDryRunSample, SystemClock()},
                           invocation.stop));
  TRY(Print(SourceReportText(report, setup.network, true)));
  return Print("dry run: nothing was written\n");
}

Status Fill(const Invocation& invocation, const RunSetup& setup, IngestMonitor& monitor,
            IngestProgress& progress) {
  const Settings& settings = invocation.settings;
  LogInfo("{}", Headline(settings, setup));
  DuckLakeSinkOptions sink_options = SinkOptionsOf(invocation, setup);
  sink_options.writer.on_wait = [&monitor](const Error& error) { monitor.OnWait(error); };
  DuckLakeSink sink(std::move(sink_options));
  progress.LimitTo(setup.ledgers_present);
  if (!setup.range.last) {
    monitor.Follow(
        [settings, specs = SourcesOf(settings, invocation.arguments), stop = invocation.stop] {
          return OpenRunSources(settings, specs, nullptr, stop);
        });
  }
  Pipeline pipeline({*setup.source, sink, setup.tables->set(), setup.network, SystemClock()},
                    OptionsOf(settings, setup), monitor);
  Status status = pipeline.Run(invocation.stop);
  const IngestTotals& totals = pipeline.totals();
  monitor.OnEnd(status);
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

// A follow that is asked to stop has done what it is for, also when it did not get to its first
// ledger.
Status Stopped(const Settings& settings, Status status) {
  if (status.error().code != Code::kCancelled || !FollowsTheTip(settings)) return status;
  return Print(kStoppedEarly);
}

}  // namespace

Status IngestInto(const Invocation& invocation, const PrepareSource& prepare) {
  const Settings& settings = invocation.settings;
  IngestProgress progress(settings.no_progress ? "none" : settings.progress);
  TRY_ASSIGN(const std::unique_ptr<IngestMonitor> monitor,
             IngestMonitor::Start(settings, progress));
  bool started = false;
  const Status status = [&]() -> Status {
    TRY_ASSIGN(const Settings like_lake,
               LikeTheLake(settings, invocation.stop,
                           [&monitor](const Error& error) { monitor->OnWait(error); }));
    const Invocation run{like_lake, invocation.arguments, invocation.stop};
    TRY_ASSIGN(const RunSetup setup, prepare(run, &monitor->board()));
    started = true;
    return Fill(run, setup, *monitor, progress);
  }();
  if (started) return status;
  monitor->OnEnd(status);
  return invocation.stop.stop_requested() ? Stopped(settings, status) : status;
}

Status RunIngest(const Invocation& invocation) {
  if (!invocation.settings.dry_run) return IngestInto(invocation);
  TRY_ASSIGN(const Settings like_lake, LikeTheLake(invocation.settings, invocation.stop));
  const Invocation run{like_lake, invocation.arguments, invocation.stop};
  TRY_ASSIGN(const RunSetup setup, PrepareRun(run));
  return DryRun(run, setup);
}

}  // namespace lake
