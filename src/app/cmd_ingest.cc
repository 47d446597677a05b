// Fills a lake from a source: backfill, gaps, tip.
#include "app/ingest_into.h"
#include "app/lake_choice.h"
#include "app/lake_sink.h"
#include "app/run_commands.h"
#include "app/run_setup.h"
#include "app/upkeep_setup.h"
#include "base/log.h"
#include "duckdb/lake_location.h"
#include "sink/ducklake_sink.h"

namespace lake {
namespace {

DuckLakeSinkOptions SinkOptionsOf(const Invocation& invocation, const RunSetup& setup) {
  DuckLakeSinkOptions options =
      LakeSinkOptions(invocation.settings, *setup.tables, OriginOf(invocation.settings, setup));
  options.writer.stop = invocation.stop;
  return options;
}

FlushLimits LimitsOf(const Settings& settings) {
  return {.ledgers = settings.batch_ledgers,
          .table_rows = settings.batch_rows,
          .bytes = settings.batch_bytes,
          .piece_bytes = settings.batch_bytes / 4,
          .interval_ms = std::int64_t{settings.commit_interval_seconds} * 1000};
}

// The catalog of a lake in a folder is for one process, and this one does not end.
void TellWhoCanRead(const Settings& settings) {
  const auto where = ParseLakeLocation(settings.lake, settings.data_path);
  if (!where.ok() || where->kind != CatalogKind::kDuckDb) return;
  LogInfo(
      "nobody else can read {} while it is followed: its catalog is a DuckDB file. A lake with its "
      "catalog in SQLite (--lake ducklake:sqlite:FILE --data-path FOLDER) can be read meanwhile",
      where->shown);
}

Status FillLake(const IngestInto& run, const OverSink& over) {
  DuckLakeSinkOptions options = SinkOptionsOf(run.invocation, run.setup);
  options.writer.on_wait = [&run](const Error& error) { run.monitor.OnWait(error); };
  DuckLakeSink sink(std::move(options));
  const Settings& settings = run.invocation.settings;
  if (!run.setup.range.last) TellWhoCanRead(settings);
  IngestOptions ingest = IngestOptionsOf(settings, run.setup, LimitsOf(settings));
  TRY_ASSIGN(const auto upkeep, ScheduleUpkeep(settings, sink.writer()));
  if (upkeep) ingest.between_commits = [&upkeep] { return upkeep->Tick(); };
  const std::unique_ptr<Sink> planned = over ? over(sink) : nullptr;
  return FillSink(run, ingest, planned ? *planned : sink);
}

}  // namespace

Status IngestIntoLake(const Invocation& invocation, const PrepareSource& prepare,
                      const OverSink& over) {
  const IngestTarget lake{.part = "lake",
                          .settle =
                              [](const Invocation& run, const TellWait& on_wait) {
                                return LikeTheLake(run.settings, run.stop, on_wait);
                              },
                          .fill = [&over](const IngestInto& run) { return FillLake(run, over); }};
  return RunInto(lake, invocation, prepare);
}

Status RunIngest(const Invocation& invocation) { return IngestIntoLake(invocation); }

}  // namespace lake
