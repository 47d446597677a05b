#include "sink/postgres_sink.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/code.h"
#include "base/crash_point.h"
#include "base/log.h"
#include "base/patience.h"
#include "base/stage_timer.h"
#include "hot/commit_steps.h"
#include "hot/hot_batches.h"
#include "postgres/transaction.h"
#include "sink/hot_commit.h"

namespace lake {
namespace {

// What Commit says of a buffer that a crash has emptied, or that another writer began anew: nothing
// of the batch is there, and the run goes on with what Open says then.
Error LostEpoch() {
  return {Code::kUnavailable,
          "the hot buffer lost its rows in a crash of PostgreSQL: it begins anew"};
}

// A transaction that has the lock; kUnavailable while another has it.
Result<PgTransaction> BeginLocked(PgConnection& connection) {
  TRY_ASSIGN(PgTransaction transaction, PgTransaction::Begin(connection));
  TRY_ASSIGN(const bool locked, TryLockHot(connection));
  if (!locked) return Error{Code::kUnavailable, "another writer has the lock of the hot buffer"};
  return transaction;
}

// What was flushed, as the run of ledgers that ends there: they are not to be written again.
CoveredRange FlushedRange(const HotState& state) {
  return {.first = std::min(1u, *state.flushed_through),
          .last = *state.flushed_through,
          .first_previous_hash = {},
          .last_hash = state.flushed_hash};
}

}  // namespace

PostgresSink::PostgresSink(PostgresSinkOptions options) : options_(std::move(options)) {
  options_.connection.stop = {};
  options_.connection.clock = options_.clock;
  if (options_.origin.writer.empty()) options_.origin.writer = ThisWriter();
}

Status PostgresSink::Connect() {
  if (connection_ && !connection_->broken()) return {};
  TRY_ASSIGN(PgConnection connection, PgConnection::Open(options_.connection));
  connection_ = std::move(connection);
  return {};
}

Result<Coverage> PostgresSink::OpenOnce() {
  TRY(Connect());
  TRY_ASSIGN(PgTransaction transaction, BeginLocked(*connection_));
  TRY_ASSIGN(std::optional<HotState> state, ReadHotState(*connection_));
  if (state && state->network != options_.origin.network) {
    return Error{Code::kInvalidArgument, fmt::format("the hot buffer has ledgers of {}, not of {}",
                                                     state->network, options_.origin.network)};
  }
  const bool crashed = state && !state->whole();
  if (!state || crashed) {
    TRY_ASSIGN(state, BeginHotEpoch(*connection_, state, options_.origin.network,
                                    {options_.clock->Now()}));
    written_.clear();
  }
  std::vector<BatchRecord> batches = written_;
  if (!options_.upsert) {
    TRY_ASSIGN(batches, ReadHotBatches(*connection_));
  }
  const PgCommitOutcome outcome = transaction.Commit();
  if (!outcome.status.ok()) return outcome.status;
  epoch_ = state->epoch;
  if (crashed) {
    LogWarn("PostgreSQL crashed and emptied the hot buffer; epoch {} begins behind ledger {}",
            epoch_, state->flushed_through.value_or(0));
  }
  if (options_.on_open) options_.on_open(epoch_, crashed);
  if (state->flushed_through) {
    batches.push_back({.batch_id = {},
                       .range = FlushedRange(*state),
                       .tables = TableNames(options_.tables),
                       .writer = {},
                       .created_at = {}});
  }
  return Coverage::Of(batches);
}

Result<Coverage> PostgresSink::Open() {
  for (const Table* table : options_.tables) TRY(HotTablePath(*table->spec));
  Patience patience(options_);
  while (true) {
    auto opened = OpenOnce();
    if (opened.ok() || !IsRetryable(opened.error().code)) return opened;
    if (!patience.Wait(opened.error())) return opened;
  }
}

Status PostgresSink::CommitOnce(const Batch& batch, const std::vector<QualityResult>& quality,
                                const BatchRecord& record) {
  TRY(Connect());
  TRY_ASSIGN(PgTransaction transaction, BeginLocked(*connection_));
  CRASH_POINT(hot_step::kLocked);
  TRY_ASSIGN(const std::optional<HotState> state, ReadHotState(*connection_));
  if (!state || !state->whole() || state->epoch != epoch_) {
    epoch_ = 0;
    return LostEpoch();
  }
  TRY_ASSIGN(const bool there, HasHotBatch(*connection_, record.batch_id));
  if (there) return {};  // an earlier attempt had happened
  {
    const StageTimer timer(Stage::kWrite);
    TRY(WriteHotBatch(
        *connection_, *state,
        {.options = options_, .batch = batch, .quality = quality, .record = record, .raw = raw_}));
  }
  const StageTimer timer(Stage::kCommit);
  PgCommitOutcome outcome = transaction.Commit();
  if (outcome.status.ok()) CRASH_POINT(hot_step::kCommitted);
  return std::move(outcome.status);
}

Result<CommitReport> PostgresSink::Commit(const Batch& batch,
                                          const std::vector<QualityResult>& quality) {
  CHECK(!batch.ledgers.empty());
  const std::string what = fmt::format("ledgers {}-{}", batch.first(), batch.last());
  if (epoch_ == 0) return Status(LostEpoch()).Context(what);
  const std::int64_t start = options_.clock->MonotonicMicros();
  BatchRecord record = RecordOf(batch,
                                fmt::format("{}-{}-{}-{}", options_.origin.writer,
                                            options_.clock->Now(), ++batches_, batch.first()),
                                options_.origin);
  Patience patience(options_);
  while (true) {
    Status status = CommitOnce(batch, quality, record);
    if (status.ok()) break;
    const bool again = IsRetryable(status.error().code) && epoch_ != 0;
    if (!again || !patience.Wait(status.error())) return std::move(status).Context(what);
  }
  if (options_.upsert) written_.push_back(std::move(record));
  CommitReport report;
  for (const auto& ledger : batch.ledgers) report.rows += ledger->row_count();
  report.seconds = static_cast<double>(options_.clock->MonotonicMicros() - start) / 1e6;
  return report;
}

Status PostgresSink::Check() {
  const auto look = [this]() -> Status {
    TRY(Connect());
    TRY_ASSIGN(const std::optional<HotState> state, ReadHotState(*connection_));
    return state && state->whole() ? Status() : Status(LostEpoch());
  };
  if (look().ok()) return {};
  // A connection that broke while there was nothing to do says nothing about the server now.
  connection_.reset();
  return look();
}

Result<std::optional<std::int64_t>> PostgresSink::CloseTime(std::uint32_t sequence) {
  using Answer = std::optional<std::int64_t>;
  TRY(Connect());
  TRY_ASSIGN(const PgResult rows,
             connection_->Query("SELECT closed_at FROM ledgers_row_v2 WHERE sequence = $1",
                                {std::int64_t{sequence}}));
  return rows.size() == 0 ? Answer() : Answer(rows.Int(0, 0) / 1'000'000);
}

Status PostgresSink::Close() {
  connection_.reset();
  return {};
}

}  // namespace lake
