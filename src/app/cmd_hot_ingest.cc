// Fills the hot buffer in PostgreSQL from a source: what the lake does not have yet, and the tip.
#include <fmt/format.h>

#include "app/await_store.h"
#include "app/ingest_into.h"
#include "app/open_hot.h"
#include "app/run_commands.h"
#include "base/human.h"
#include "base/log.h"
#include "base/metrics.h"
#include "hot/hot_window.h"
#include "sink/postgres_sink.h"

namespace lake {
namespace {

constexpr std::int64_t kPatienceMs = 60'000;
// Rows that are copied in one go; a transaction that is larger only delays the next ledger.
constexpr std::uint64_t kTableRows = 1'000'000;
// As a range: the newest ledger of the source, and all that follow.
constexpr const char* kFromNow = "-1:";

FlushLimits LimitsOf(const Settings& settings) {
  return {.ledgers = settings.hot_batch_ledgers,
          .table_rows = kTableRows,
          .bytes = settings.hot_batch_bytes,
          .piece_bytes = settings.hot_batch_bytes,
          .interval_ms = std::int64_t{settings.hot_commit_interval_seconds} * 1000};
}

Result<HotWindow> LookAt(const Settings& settings, const std::stop_token& stop) {
  TRY_ASSIGN(PgConnection connection, OpenHot(settings, stop));
  return ReadHotWindow(connection);
}

Result<HotWindow> AwaitWindow(const Invocation& run, const TellWait& on_wait) {
  const AwaitedStore buffer{
      .name = "the hot buffer",
      .away = "PostgreSQL",
      .policy = {.backoff = {}, .attempts_max = 0, .patience_ms = kPatienceMs}};
  return AwaitStore(buffer, run.stop, on_wait, [&] { return LookAt(run.settings, run.stop); });
}

void WarnOfHole(const HotWindow& window, const LedgerRange& range) {
  const LedgerSet hole = window.HoleBefore(range.first);
  if (hole.empty()) return;
  LogWarn(
      "{} before ledger {} are neither in the lake nor in the hot buffer, the first is {}: "
      "nothing behind them is flushed until they come; --start {}: fetches them",
      FormatCount(hole.count(), "ledger"), range.first, hole.first(), hole.first());
}

// Shows which epoch the buffer is in, and counts those whose rows were lost.
class EpochWatch {
 public:
  explicit EpochWatch(HealthBoard& board) : board_(board) {
    CounterOf(MetricId::kHotEpochsLost);
    board_.SetFact("hot_epochs_lost", lost_);
  }
  void OnOpen(std::int64_t epoch, bool lost) {
    lost = lost || (epoch_ != 0 && epoch != epoch_);
    epoch_ = epoch;
    GaugeOf(MetricId::kHotEpoch).Set(static_cast<double>(epoch));
    board_.SetFact("hot_epoch", epoch);
    if (!lost) return;
    CounterOf(MetricId::kHotEpochsLost).Add();
    board_.SetFact("hot_epochs_lost", ++lost_);
    board_.NoteError(fmt::format(
        "the hot buffer lost its rows in a crash of PostgreSQL; epoch {} fetches them again",
        epoch));
  }

 private:
  HealthBoard& board_;
  std::int64_t epoch_ = 0;  // 0 = not known
  std::int64_t lost_ = 0;
};

Status FillBuffer(const IngestInto& run, const HotWindow& window) {
  const Settings& settings = run.invocation.settings;
  WarnOfHole(window, run.setup.range);
  EpochWatch epochs(run.monitor.board());
  PostgresSinkOptions sink_options;
  sink_options.connection.conninfo = HotConnInfo(settings);
  sink_options.tables = run.setup.tables->set();
  sink_options.origin = OriginOf(settings, run.setup);
  sink_options.upsert = settings.hot_upsert;
  sink_options.patience_ms = kPatienceMs;
  sink_options.stop = run.invocation.stop;
  sink_options.on_wait = [&run](const Error& error) { run.monitor.OnWait(error); };
  sink_options.on_open = [&epochs](std::int64_t epoch, bool lost) { epochs.OnOpen(epoch, lost); };
  PostgresSink sink(std::move(sink_options));
  IngestOptions options = IngestOptionsOf(settings, run.setup, LimitsOf(settings));
  options.outlast_sink = true;
  return FillSink(run, options, sink);
}

// The settings as far as they are known before the buffer is looked at.
Result<Settings> Given(const Settings& settings) {
  if (!settings.columns.empty()) {
    return Error{Code::kInvalidArgument,
                 "the hot buffer keeps all columns: leave the setting columns out"};
  }
  Settings given = settings;
  given.schema_name.clear();  // the lake's; it would choose tables
  if (NamesRange(settings)) return given;
  if (settings.hot_upsert) {
    return Error{Code::kInvalidArgument,
                 "--upsert writes the ledgers of a range again: give one with --range or --start"};
  }
  given.start = kFromNow;
  return given;
}

// The settings of a run that goes on where the buffer ends.
Result<Settings> Behind(const HotWindow& window, Settings settings) {
  if (const auto first = window.first()) {
    settings.start = fmt::format("{}:", *first);
  } else if (window.lost) {
    return Error{Code::kNotFound,
                 "a crash of PostgreSQL emptied the hot buffer before anything of it was flushed: "
                 "say where it began, with --start LEDGER:"};
  } else {
    LogInfo("the hot buffer is empty: it begins with the newest ledger of the source");
  }
  return settings;
}

}  // namespace

Status RunHotIngest(const Invocation& invocation) {
  TRY_ASSIGN(const Settings given, Given(invocation.settings));
  const bool goes_on = !NamesRange(invocation.settings);
  HotWindow window;
  const IngestTarget buffer{
      .part = "hot_buffer",
      .settle = [&](const Invocation& run, const TellWait& on_wait) -> Result<Settings> {
        TRY_ASSIGN(window, AwaitWindow(run, on_wait));
        return goes_on ? Behind(window, run.settings) : run.settings;
      },
      .fill = [&window](const IngestInto& run) { return FillBuffer(run, window); }};
  return RunInto(buffer, {given, invocation.arguments, invocation.stop});
}

}  // namespace lake
