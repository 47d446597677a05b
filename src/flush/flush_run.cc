#include "flush/flush_run.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "base/crash_point.h"
#include "base/log.h"
#include "base/retry.h"
#include "flush/checked_sink.h"
#include "flush/flush_steps.h"
#include "flush/hot_ledger_source.h"
#include "flush/hot_rows.h"
#include "ingest/pipeline.h"

namespace lake {
namespace {

// In a row: of two flushers one is faster, and what it did is held then.
constexpr int kConflictsMax = 8;
// Shorter than what an ingester that waits for the lock has patience for.
constexpr std::int64_t kLockWaitMs = 10'000;

// A slice ends where it was cut and nowhere else.
FlushLimits WholeSlice(std::uint64_t piece_bytes) {
  return {.ledgers = std::numeric_limits<std::uint32_t>::max(),
          .table_rows = std::numeric_limits<std::uint64_t>::max(),
          .file_bytes = std::numeric_limits<std::uint64_t>::max(),
          .bytes = std::numeric_limits<std::uint64_t>::max(),
          .piece_bytes = piece_bytes,
          .interval_ms = 0};
}

bool IsSameOrigin(const Origin& a, const Origin& b) {
  return a.source == b.source && a.processor_name == b.processor_name;
}

bool MayPass(Code code) { return code == Code::kUnavailable || code == Code::kConflict; }

}  // namespace

Status FlushRun::Run() {
  Retry rivals({.backoff = {.initial_ms = 20, .max_ms = 1'000, .multiplier = 2.0, .jitter = 0.5},
                .attempts_max = kConflictsMax,
                .seed = static_cast<std::uint64_t>(options_.clock->MonotonicMicros()),
                .may_pass = [](Code code) { return code == Code::kConflict; }},
               *options_.clock);
  for (;;) {
    const auto more = Step();
    if (more.ok()) {
      rivals.Reset();
      if (*more) continue;
      if (const Status closed = CloseLake(); !closed.ok()) {
        LogWarn("all is flushed, but the lake was not closed in good order: {}",
                closed.error().message);
      }
      return {};
    }
    lake_.reset();  // it knows no more what the lake holds
    connection_.reset();
    const Error& error = more.error();
    if (stop_.stop_requested()) return {Code::kCancelled, error.message};
    TRY(rivals.Failed(error));
    LogInfo("another writer was faster: {}", error.message);
    if (!rivals.Wait(stop_)) return {Code::kCancelled, error.message};
  }
}

Status FlushRun::Connect() {
  if (connection_ && !connection_->broken()) return {};
  PgOptions options = options_.hot;
  options.stop = stop_;
  TRY_ASSIGN(PgConnection connection, PgConnection::Open(std::move(options)));
  connection_ = std::move(connection);
  return {};
}

Result<bool> FlushRun::Step() {
  part_ = FlushPart::kHotBuffer;
  TRY(Connect());
  TRY_ASSIGN(PgTransaction snapshot, PgTransaction::Begin(*connection_, kHotSnapshot));
  TRY_ASSIGN(const std::optional<FlushWindow> window, ReadFlushWindow(*connection_));
  report_.written = window.has_value();
  if (!window) return false;
  report_.whole = window->state.whole();
  report_.watermark = window->state.flushed_through;
  report_.hot_ledgers = window->ledgers;
  report_.can_delete = window->has_flushed;
  report_.hole = window->hole;
  if (window->batches.empty()) {
    if (!window->hole) return false;
    return StepOver(*window, snapshot);
  }
  if (!goal_) goal_ = window->batches.back().range.last;
  if (window->batches.front().range.first > *goal_) return false;
  return FlushSlice(*window, snapshot);
}

Result<bool> FlushRun::FlushSlice(const FlushWindow& window, PgTransaction& snapshot) {
  TRY_ASSIGN(std::vector<HotBatch> batches,
             ReadHotBatchSums(*connection_, FirstLedgers(window.batches, options_.slice)));
  if (batches.empty()) return Error{Code::kInternal, "batches went out of a snapshot"};
  TRY(OpenLake(window.state, batches.front()));
  TRY_ASSIGN(const bool takes_rows, lake_->TakesRows());
  batches.erase(
      batches.begin() + static_cast<std::ptrdiff_t>(SliceOf(batches, options_.slice, !takes_rows)),
      batches.end());
  const LedgerSpan span{batches.front().span.first, batches.back().span.last};
  const Hash256& last_hash = batches.back().last_hash;
  for (const HotBatch& batch : batches) TRY(CheckTables(batch));
  TRY(CheckHotRows(*connection_, batches));
  CRASH_POINT(flush_step::kMarked);
  const std::uint64_t rows_before = report_.rows;
  TRY(Copy(span, batches));
  snapshot.Rollback();
  part_ = FlushPart::kLake;
  TRY_ASSIGN(const bool held, IsHeld(span, last_hash));
  if (!held) {
    return Error{stop_.stop_requested() ? Code::kCancelled : Code::kInternal,
                 fmt::format("ledgers {}-{} are not in the lake", span.first, span.last)};
  }
  CRASH_POINT(flush_step::kCommitted);
  part_ = FlushPart::kHotBuffer;
  TRY_ASSIGN(const bool noted, Note(span.last, last_hash, window.state.epoch));
  if (!noted) return true;
  CRASH_POINT(flush_step::kNoted);
  if (!report_.first) report_.first = span.first;
  report_.ledgers += span.count();
  report_.watermark = span.last;
  report_.hot_ledgers = window.ledgers - span.count();
  report_.can_delete = true;
  observer_.OnFlushed(span, report_.rows - rows_before);
  return span.last < *goal_;
}

Status FlushRun::OpenLake(const HotState& state, const HotBatch& batch) {
  if (!network_) {
    TRY_ASSIGN(network_, NetworkOfHot(state.network, options_.network));
  }
  part_ = FlushPart::kLake;
  if (!target_) {
    TRY_ASSIGN(target_, options_.target(*network_, stop_));
  }
  DuckLakeSinkOptions sink = target_->sink;
  sink.origin.network = state.network;
  sink.origin.source = batch.source;
  if (!batch.processor_name.empty()) sink.origin.processor_name = batch.processor_name;
  if (!lake_ || !IsSameOrigin(origin_, sink.origin)) {
    TRY(CloseLake());
    origin_ = sink.origin;
    sink.writer.stop = stop_;
    sink.writer.on_wait = [this](const Error& error) { observer_.OnWait(error); };
    lake_.emplace(std::move(sink));
    TRY(lake_->Open().status());
  }
  part_ = FlushPart::kHotBuffer;
  return {};
}

Status FlushRun::CloseLake() {
  if (!lake_) return {};
  Status closed = lake_->Close();
  lake_.reset();
  return closed;
}

// What the hot buffer has and the lake does not take ends with the flush.
Status FlushRun::CheckTables(const HotBatch& batch) const {
  if (target_->tables_are_chosen) return {};
  for (const HotTableSum& sum : batch.sums) {
    const auto is_it = [&](const Table* table) { return table->spec->name == sum.table->name; };
    if (std::ranges::any_of(target_->tables->set(), is_it)) continue;
    return {Code::kInvalidArgument,
            fmt::format("the hot buffer has rows of {}, a table that the lake does not have: name "
                        "the tables to flush (--tables), or leave it out (--exclude)",
                        sum.table->name)};
  }
  return {};
}

Status FlushRun::Copy(const LedgerSpan& span, std::span<const HotBatch> batches) {
  HotLedgerSource source(*connection_, span);
  CheckedSink sink(*lake_, batches, origin_.pipeline_version);
  IngestOptions ingest;
  ingest.range = {span.first, span.last};
  ingest.extraction = options_.extraction;
  ingest.extraction.verify = VerifyLevel::kStrict;
  ingest.flush = WholeSlice(options_.piece_bytes);
  ingest.retry.attempts_max = 1;  // a snapshot that is lost cannot be read again
  IngestObserver quiet;
  Pipeline pipeline({source, sink, target_->tables->set(), *network_, *options_.clock}, ingest,
                    quiet);
  Status status = pipeline.Run(stop_);
  connection_->SetStop(stop_);
  report_.rows += pipeline.totals().rows;
  report_.commits += pipeline.totals().commits;
  if (sink.lake_failed()) part_ = FlushPart::kLake;
  return status;
}

Result<bool> FlushRun::IsHeld(const LedgerSpan& span, const Hash256& last_hash) {
  const auto end = lake_->durable().Watermark(TableNames(target_->tables->set()), span.first);
  if (!end || *end < span.last) return false;
  std::optional<Hash256> hash = lake_->durable().BorderHash(span.last);
  if (!hash) {
    TRY_ASSIGN(hash, lake_->HashOf(span.last));
  }
  if (!hash || *hash == last_hash) return true;
  return Error{Code::kDataLoss,
               fmt::format("ledger {} of the lake is another one than that of the hot buffer: they "
                           "are of two chains",
                           span.last)};
}

Result<bool> FlushRun::StepOver(const FlushWindow& window, PgTransaction& snapshot) {
  TRY_ASSIGN(const std::vector<HotBatch> behind,
             ReadHotBatchSums(*connection_, window.behind_hole));
  if (behind.empty()) return Error{Code::kInternal, "batches went out of a snapshot"};
  TRY(OpenLake(window.state, behind.front()));
  part_ = FlushPart::kLake;
  TRY_ASSIGN(const bool held, IsHeld(*window.hole, window.hole_hash));
  part_ = FlushPart::kHotBuffer;
  if (!held) return false;
  snapshot.Rollback();
  LogInfo("ledgers {}-{}, which the hot buffer lacks, are in the lake", window.hole->first,
          window.hole->last);
  TRY(Note(window.hole->last, window.hole_hash, window.state.epoch).status());
  return true;
}

Result<bool> FlushRun::Note(std::uint32_t last, const Hash256& hash, std::int64_t epoch) {
  Retry retry({.backoff = {.initial_ms = 20, .max_ms = 2'000, .multiplier = 2.0, .jitter = 0.5},
               .attempts_max = 0,
               .patience_ms = options_.patience_ms,
               .may_pass = &MayPass},
              *options_.clock);
  return retry.Run(stop_, [&] { return NoteOnce(last, hash, epoch); });
}

// Once more is once: the mark only ever goes forward.
Result<bool> FlushRun::NoteOnce(std::uint32_t last, const Hash256& hash, std::int64_t epoch) {
  TRY(Connect());
  TRY_ASSIGN(PgTransaction transaction, PgTransaction::Begin(*connection_));
  TRY(LockHot(*connection_, kLockWaitMs));
  TRY_ASSIGN(const std::optional<HotState> state, ReadHotState(*connection_));
  if (!state || state->epoch != epoch) {
    // Its ingester writes these ledgers again, and must not find them flushed while it does.
    LogWarn("the hot buffer began anew while ledgers up to {} were flushed", last);
    return false;
  }
  TRY(WriteFlushed(*connection_, last, hash));
  PgCommitOutcome outcome = transaction.Commit();
  TRY(std::move(outcome.status));
  return true;
}

}  // namespace lake
