// Fills a lake from a source: backfill, gaps, tip.
#include <fmt/format.h>

#include "app/ingest_into.h"
#include "app/lake_choice.h"
#include "app/open_lake.h"
#include "app/output.h"
#include "app/run_commands.h"
#include "app/run_setup.h"
#include "app/source_report.h"
#include "sink/ducklake_sink.h"

namespace lake {
namespace {

// A dry run reads this many ledgers to tell about all of them.
constexpr std::uint64_t kDryRunSample = 50;

DuckLakeSinkOptions SinkOptionsOf(const Invocation& invocation, const RunSetup& setup) {
  const Settings& settings = invocation.settings;
  DuckLakeSinkOptions options;
  options.writer.lake = LakeOptionsOf(settings);
  options.tables = setup.tables->set();
  options.table_names = setup.tables->stored_names();
  options.origin = OriginOf(settings, setup);
  options.partition = true;
  options.writer.stop = invocation.stop;
  options.writer.grace_ms = std::int64_t{settings.left_files_grace_seconds} * 1000;
  return options;
}

Status DryRun(const Invocation& invocation, const RunSetup& setup) {
  TRY_ASSIGN(const SourceReport report,
             InspectSource({*setup.source, setup.range, setup.tables->set(), setup.network,
                            kDryRunSample, SystemClock()},
                           invocation.stop));
  TRY(Print(SourceReportText(report, setup.network, true)));
  return Print("dry run: nothing was written\n");
}

FlushLimits LimitsOf(const Settings& settings) {
  return {.ledgers = settings.batch_ledgers,
          .table_rows = settings.batch_rows,
          .bytes = settings.batch_bytes,
          .piece_bytes = settings.batch_bytes / 4,
          .interval_ms = std::int64_t{settings.commit_interval_seconds} * 1000};
}

Status FillLake(const IngestInto& run) {
  DuckLakeSinkOptions options = SinkOptionsOf(run.invocation, run.setup);
  options.writer.on_wait = [&run](const Error& error) { run.monitor.OnWait(error); };
  DuckLakeSink sink(std::move(options));
  const Settings& settings = run.invocation.settings;
  return FillSink(run, IngestOptionsOf(settings, run.setup, LimitsOf(settings)), sink);
}

}  // namespace

Status IngestIntoLake(const Invocation& invocation, const PrepareSource& prepare) {
  const Settings& settings = invocation.settings;
  IngestProgress progress(settings.no_progress ? "none" : settings.progress);
  TRY_ASSIGN(const std::unique_ptr<IngestMonitor> monitor,
             IngestMonitor::Start(settings, progress));
  bool started = false;
  RunPart part = RunPart::kStore;
  const Status status = [&]() -> Status {
    TRY_ASSIGN(const Settings like_lake,
               LikeTheLake(settings, invocation.stop,
                           [&monitor](const Error& error) { monitor->OnWait(error); }));
    const Invocation run{like_lake, invocation.arguments, invocation.stop};
    part = RunPart::kSource;
    TRY_ASSIGN(const RunSetup setup, prepare(run, &monitor->board()));
    started = true;
    return FillLake({run, setup, *monitor, progress});
  }();
  if (started) return status;
  monitor->OnEnd(status, part);
  return EndOfStart(invocation, status);
}

Status RunIngest(const Invocation& invocation) {
  if (!invocation.settings.dry_run) return IngestIntoLake(invocation);
  TRY_ASSIGN(const Settings like_lake, LikeTheLake(invocation.settings, invocation.stop));
  const Invocation run{like_lake, invocation.arguments, invocation.stop};
  TRY_ASSIGN(const RunSetup setup, PrepareRun(run));
  return DryRun(run, setup);
}

}  // namespace lake
