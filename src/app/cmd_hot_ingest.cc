// Fills the hot buffer in PostgreSQL from a source: what the lake does not have yet, and the tip.
#include <fmt/format.h>

#include "app/ingest_into.h"
#include "app/open_hot.h"
#include "app/run_commands.h"
#include "base/log.h"
#include "hot/hot_batches.h"
#include "sink/postgres_sink.h"

namespace lake {
namespace {

// Rows that are copied in one go; a transaction that is larger only delays the next ledger.
constexpr std::uint64_t kTableRows = 1'000'000;

FlushLimits LimitsOf(const Settings& settings) {
  return {.ledgers = settings.hot_batch_ledgers,
          .table_rows = kTableRows,
          .bytes = settings.hot_batch_bytes,
          .piece_bytes = settings.hot_batch_bytes,
          .interval_ms = std::int64_t{settings.hot_commit_interval_seconds} * 1000};
}

// Without a range the buffer says where to go on; an empty one begins at the tip.
Result<Settings> WithRange(const Invocation& invocation) {
  Settings settings = invocation.settings;
  if (NamesRange(settings)) return settings;
  TRY_ASSIGN(PgConnection connection, OpenHot(settings, invocation.stop));
  TRY_ASSIGN(const std::optional<std::uint32_t> first, FirstOfHotWindow(connection));
  settings.start = first ? fmt::format("{}:", *first) : "-1:";
  if (!first) LogInfo("the hot buffer is empty: it begins at the newest ledger of the source");
  return settings;
}

Status FillBuffer(const IngestInto& run) {
  const Settings& settings = run.invocation.settings;
  PostgresSinkOptions options;
  options.connection.conninfo = HotConnInfo(settings);
  options.tables = run.setup.tables->set();
  options.origin = OriginOf(settings, run.setup);
  options.upsert = settings.hot_upsert;
  options.stop = run.invocation.stop;
  options.on_wait = [&run](const Error& error) { run.monitor.OnWait(error); };
  PostgresSink sink(std::move(options));
  return FillSink(run, IngestOptionsOf(settings, run.setup, LimitsOf(settings)), sink);
}

}  // namespace

Status RunHotIngest(const Invocation& invocation) {
  const Settings& given = invocation.settings;
  IngestProgress progress(given.no_progress ? "none" : given.progress);
  TRY_ASSIGN(const std::unique_ptr<IngestMonitor> monitor,
             IngestMonitor::Start(given, progress, "hot_buffer"));
  bool started = false;
  RunPart part = RunPart::kStore;
  const Status status = [&]() -> Status {
    TRY_ASSIGN(const Settings settings, WithRange(invocation));
    const Invocation run{settings, invocation.arguments, invocation.stop};
    part = RunPart::kSource;
    TRY_ASSIGN(const RunSetup setup, PrepareRun(run, &monitor->board()));
    started = true;
    return FillBuffer({run, setup, *monitor, progress});
  }();
  if (started) return status;
  monitor->OnEnd(status, part);
  return EndOfStart(invocation, status);
}

}  // namespace lake
