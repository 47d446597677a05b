#include "sink/ducklake_sink.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/crash_point.h"
#include "base/log.h"
#include "duckdb/transaction.h"
#include "sink/commit_steps.h"
#include "sink/lake_files.h"
#include "sink/lake_tables.h"

namespace lake {
namespace {

std::string ThisWriter() {
  std::array<char, 256> host{};
  if (::gethostname(host.data(), host.size() - 1) != 0) host[0] = '?';
  return fmt::format("{}:{}", host.data(), ::getpid());
}

bool MayPass(Code code) { return code == Code::kUnavailable || code == Code::kConflict; }

}  // namespace

DuckLakeSink::DuckLakeSink(DuckLakeSinkOptions options) : options_(std::move(options)) {
  options_.lake.committer = true;
  if (options_.origin.writer.empty()) options_.origin.writer = ThisWriter();
}

DuckLakeSink::~DuckLakeSink() {
  if (const Status status = Close(); !status.ok()) LogWarn("{}", status.error().message);
}

bool DuckLakeSink::SyncsFiles() const {
  return options_.sync && session_->lake->has_local_data();
}

Status DuckLakeSink::Connect() {
  if (session_) return {};
  TRY_ASSIGN(std::unique_ptr<Lake> lake, Lake::Open(options_.lake));
  TRY_ASSIGN(Connection connection, lake->Connect());
  session_.emplace(Session{std::move(lake), std::move(connection)});
  return {};
}

Status DuckLakeSink::ConnectPatiently() {
  Backoff backoff(options_.backoff);
  const std::int64_t deadline = options_.clock->MonotonicMicros() + options_.patience_ms * 1000;
  while (true) {
    Status status = Connect();
    if (status.ok()) return status;
    // While an outcome is open, even another process that holds the catalog is waited for.
    const Code code = status.error().code;
    if (code != Code::kUnavailable && !(unsettled_ && code == Code::kConflict)) return status;
    if (options_.clock->MonotonicMicros() >= deadline) return status;
    LogWarn("waiting for the catalog: {}", status.error().message);
    if (!options_.clock->SleepFor(backoff.NextDelayMs() * 1000, options_.stop)) return status;
  }
}

Status DuckLakeSink::Prepare() {
  const Lake& lake = *session_->lake;
  {
    TRY_ASSIGN(Transaction transaction, Transaction::Begin(session_->connection));
    const Timestamp now{options_.clock->Now()};
    TRY_ASSIGN(const PreparedTables prepared,
               PrepareTables(session_->connection, lake, options_, now));
    // A lake that was opened before gets no snapshot for being opened again.
    if (prepared.changed) TRY(transaction.Commit());
  }
  return PrepareTableOptions(session_->connection, options_);
}

Result<std::vector<CoveredRange>> DuckLakeSink::Open() {
  Status status;
  for (int attempt = 0; attempt < options_.conflict_attempts; ++attempt) {
    status = ConnectPatiently();
    if (status.ok()) status = Prepare();
    // Another process may be making the same lake at this moment.
    if (status.ok() || status.error().code != Code::kConflict) break;
    session_.reset();
    if (!options_.clock->SleepFor(options_.backoff.initial_ms * 1000, options_.stop)) break;
  }
  TRY(std::move(status));
  CRASH_POINT(commit_step::kOpened);
  const Lake& lake = *session_->lake;
  TRY_ASSIGN(fence_, ReadFence(session_->connection, lake, options_.origin.network));
  epoch_ = fence_.epoch;
  if (SyncsFiles()) {
    TRY_ASSIGN(marked_snapshot_, ReadDurableMark(lake));
    synced_snapshot_ = marked_snapshot_;
  } else {
    TRY_ASSIGN(synced_snapshot_, ReadLastSnapshot(session_->connection, lake));
  }
  std::uint64_t bytes = 0;
  TRY(SyncNewFiles(&bytes));
  TRY_ASSIGN(std::vector<BatchRecord> batches, ReadBatches(session_->connection, lake));
  std::vector<std::string> tables;
  for (const Table* table : options_.tables) tables.emplace_back(table->spec->name);
  std::ranges::sort(tables);
  return CoveredRanges(std::move(batches), tables);
}

std::string DuckLakeSink::NewBatchId(const Batch& batch) {
  return fmt::format("{}-{}@{}/{}.{}", batch.first(), batch.last(), options_.origin.writer,
                     options_.clock->Now(), ++attempts_);
}

Result<CommitReport> DuckLakeSink::Commit(const Batch& batch,
                                          const std::vector<QualityResult>& quality) {
  CHECK(!batch.ledgers.empty());
  const std::int64_t start = options_.clock->MonotonicMicros();
  const std::string where = fmt::format("ledgers {}-{}", batch.first(), batch.last());
  BatchRecord record = RecordOf(batch, NewBatchId(batch), options_.origin);
  if (unsettled_ && unsettled_->range == record.range) {
    record = *unsettled_;
    auto committed = Settle(record.batch_id);
    if (!committed.ok()) return std::move(committed).status().Context(where);
    if (*committed) return Finish(batch);
  }
  const CommitInput input{.batch = batch,
                          .quality = quality,
                          .record = record,
                          .epoch = epoch_,
                          .refresh_datasets = !refreshed_};
  TRY(WriteUntilSettled(input).Context(where));
  TRY_ASSIGN(CommitReport report, Finish(batch));
  report.seconds = static_cast<double>(options_.clock->MonotonicMicros() - start) / 1e6;
  return report;
}

// Ends when the batch is in the lake, when the lake forbids it, or when patience ends.
Status DuckLakeSink::WriteUntilSettled(const CommitInput& input) {
  Backoff backoff(options_.backoff, input.record.range.first);
  const std::int64_t deadline = options_.clock->MonotonicMicros() + options_.patience_ms * 1000;
  for (int conflicts = 0;;) {
    TRY(ConnectPatiently());
    CommitAttempt attempt = TryCommit(session_->connection, *session_->lake, options_, input);
    if (attempt.status.ok()) {
      fence_ = attempt.fence;
      return {};
    }
    session_.reset();
    const Error error = attempt.status.error();
    if (attempt.forbidden) return error;
    if (attempt.stage == CommitStage::kCommitting) {
      LogWarn("the commit of ledgers {}-{} failed, reading whether it happened: {}",
              input.record.range.first, input.record.range.last, error.message);
      unsettled_ = input.record;
      TRY_ASSIGN(const bool committed, Settle(input.record.batch_id));
      if (committed) return {};
    }
    if (!MayPass(error.code)) return error;
    if (error.code == Code::kConflict && ++conflicts >= options_.conflict_attempts) {
      return Status(error).Context(fmt::format("after {} attempts", conflicts));
    }
    if (error.code == Code::kUnavailable && options_.clock->MonotonicMicros() >= deadline)
      return error;
    LogWarn("writing ledgers {}-{} again: {}", input.record.range.first, input.record.range.last,
            error.message);
    if (!options_.clock->SleepFor(backoff.NextDelayMs() * 1000, options_.stop)) return error;
  }
}

// Whether the attempt happened; an error leaves it open.
Result<bool> DuckLakeSink::Settle(const std::string& batch_id) {
  const auto unknown = [](Status status) {
    return std::move(status).Context(
        "whether the commit happened is unknown until the catalog answers");
  };
  if (Status status = ConnectPatiently(); !status.ok()) return unknown(std::move(status));
  const Lake& lake = *session_->lake;
  auto committed = HasBatch(session_->connection, lake, batch_id);
  if (!committed.ok()) {
    session_.reset();
    return unknown(std::move(committed).status());
  }
  if (*committed) {
    auto fence = ReadFence(session_->connection, lake, options_.origin.network);
    if (!fence.ok()) {
      session_.reset();
      return unknown(std::move(fence).status());
    }
    fence_ = *fence;
    LogInfo("the commit had happened: batch {} is in the lake", batch_id);
  }
  unsettled_.reset();
  return *committed;
}

Result<CommitReport> DuckLakeSink::Finish(const Batch& batch) {
  refreshed_ = true;
  CommitReport report;
  for (std::size_t table = 0; table < batch.tables->size(); ++table) {
    report.rows += batch.rows(table);
  }
  // The batch is in the lake: a fault from here on is one of the disk, and the next commit's as
  // well.
  TRY(SyncNewFiles(&report.bytes_written).Context("the batch is committed, but not durable"));
  return report;
}

// Makes the files of all snapshots since the last call durable and advances the mark.
Status DuckLakeSink::SyncNewFiles(std::uint64_t* bytes) {
  const Lake& lake = *session_->lake;
  TRY_ASSIGN(const std::vector<LakeFile> files,
             ReadNewFiles(session_->connection, lake, synced_snapshot_));
  if (SyncsFiles()) TRY(SyncFiles(lake, files));
  CRASH_POINT(commit_step::kSynced);
  for (const LakeFile& file : files) {
    *bytes += file.bytes;
    synced_snapshot_ = std::max(synced_snapshot_, file.snapshot);
  }
  durable_watermark_ = fence_.watermark;
  return {};
}

Status DuckLakeSink::Close() {
  if (!session_) return {};
  Status status;
  if (SyncsFiles() && synced_snapshot_ > marked_snapshot_) {
    status = WriteDurableMark(*session_->lake, synced_snapshot_);
    marked_snapshot_ = synced_snapshot_;
    CRASH_POINT(commit_step::kMarked);
  }
  session_.reset();
  return status;
}

}  // namespace lake
