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
#include "sink/lake_quarantine.h"
#include "sink/lake_tables.h"
#include "sink/patience.h"

namespace lake {
namespace {

std::string ThisWriter() {
  std::array<char, 256> host{};
  if (::gethostname(host.data(), host.size() - 1) != 0) host[0] = '?';
  return fmt::format("{}:{}", host.data(), ::getpid());
}

DuckLakeSinkOptions WithDefaults(DuckLakeSinkOptions options) {
  options.lake.committer = true;
  if (options.origin.writer.empty()) options.origin.writer = ThisWriter();
  return options;
}

bool MayPass(Code code) { return code == Code::kUnavailable || code == Code::kConflict; }

}  // namespace

DuckLakeSink::DuckLakeSink(DuckLakeSinkOptions options)
    : options_(WithDefaults(std::move(options))), files_(options_.origin.writer, options_.sync) {}

DuckLakeSink::~DuckLakeSink() {
  if (const Status status = Close(); !status.ok()) LogWarn("{}", status.error().message);
}

Status DuckLakeSink::Connect() {
  if (session_) return {};
  TRY_ASSIGN(std::unique_ptr<Lake> lake, Lake::Open(options_.lake));
  TRY_ASSIGN(Connection connection, lake->Connect());
  session_.emplace(Session{std::move(lake), std::move(connection)});
  return {};
}

Status DuckLakeSink::ConnectPatiently() {
  Patience patience(options_);
  while (true) {
    Status status = Connect();
    if (status.ok()) return status;
    // While an outcome is open, even another process that holds the catalog is waited for.
    const Code code = status.error().code;
    if (code != Code::kUnavailable && !(unsettled_ && code == Code::kConflict)) return status;
    LogWarn("waiting for the catalog: {}", status.error().message);
    if (!patience.Wait(status.error())) return status;
  }
}

Status DuckLakeSink::Prepare() {
  const Lake& lake = *session_->lake;
  TRY(files_.Open(session_->connection, lake));
  {
    TRY_ASSIGN(Transaction transaction, Transaction::Begin(session_->connection));
    const Timestamp now{options_.clock->Now()};
    TRY_ASSIGN(const PreparedTables prepared,
               PrepareTables(session_->connection, lake, options_, now));
    // A lake that was opened before gets no snapshot for being opened again.
    if (prepared.changed) TRY(transaction.Commit());
  }
  TRY(PrepareTableOptions(session_->connection, options_));
  return files_.ReadStorage(session_->connection, lake);
}

Result<std::vector<CoveredRange>> DuckLakeSink::Open() {
  Status status;
  for (int attempt = 0; attempt < options_.attempts_max; ++attempt) {
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
  durable_watermark_ = fence_.watermark;
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
                          .refresh_datasets = !refreshed_,
                          .storage = files_.storage(),
                          .before_commit = [&](std::vector<std::string> own) {
                            return files_.BeforeCommit(*session_->lake, batch.first(), batch.last(),
                                                       std::move(own));
                          }};
  const auto try_once = [&] {
    return TryCommit(session_->connection, *session_->lake, options_, input);
  };
  TRY(WriteUntilSettled(record, try_once).Context(where));
  TRY_ASSIGN(CommitReport report, Finish(batch));
  report.seconds = static_cast<double>(options_.clock->MonotonicMicros() - start) / 1e6;
  return report;
}

// An attempt whose outcome is open is simply made again: a ledger that is there is not written.
Status DuckLakeSink::Quarantine(const QuarantinedLedger& ledger) {
  const ProvedHeader& header = ledger.header;
  const CoveredRange range{header.sequence, header.sequence, header.previous_hash, header.hash};
  BatchRecord record{.batch_id = fmt::format("quarantine-{}", header.sequence),
                     .range = range,
                     .tables = {},
                     .writer = options_.origin.writer,
                     .created_at = {}};
  for (const Table* table : options_.tables) record.tables.emplace_back(table->spec->name);
  std::ranges::sort(record.tables);
  const QuarantineInput input{
      .ledger = ledger, .record = record, .epoch = epoch_, .before_commit = [&] {
        return files_.BeforeCommit(*session_->lake, header.sequence, header.sequence, {});
      }};
  const auto try_once = [&] {
    return TryQuarantine(session_->connection, *session_->lake, options_, input);
  };
  TRY(WriteUntilSettled(record, try_once).Context(fmt::format("ledger {}", header.sequence)));
  return FinishFiles(range).status();
}

// Ends when it is in the lake, when the lake forbids it, or when patience ends.
Status DuckLakeSink::WriteUntilSettled(const BatchRecord& record,
                                       const std::function<CommitAttempt()>& try_once) {
  Patience patience(options_);
  for (int attempts = 1;; ++attempts) {
    TRY(ConnectPatiently());
    files_.BeginAttempt();
    CommitAttempt attempt = try_once();
    if (attempt.status.ok()) {
      fence_ = attempt.fence;
      return {};
    }
    session_.reset();
    const Error error = attempt.status.error();
    if (attempt.forbidden) return error;
    if (attempt.stage == CommitStage::kCommitting) {
      LogWarn("the commit of ledgers {}-{} failed, reading whether it happened: {}",
              record.range.first, record.range.last, error.message);
      unsettled_ = record;
      TRY_ASSIGN(const bool committed, Settle(record.batch_id));
      if (committed) return {};
    } else if (!MayPass(error.code) && (attempts > 1 || !has_catalog_server())) {
      return error;
    }
    if (error.code != Code::kUnavailable && attempts >= options_.attempts_max) {
      return Status(error).Context(fmt::format("after {} attempts", attempts));
    }
    LogWarn("writing ledgers {}-{} again: {}", record.range.first, record.range.last,
            error.message);
    if (!patience.Wait(error)) return error;
  }
}

// Whether the attempt happened; an error leaves it open.
Result<bool> DuckLakeSink::Settle(const std::string& batch_id) {
  Patience patience(options_);
  Status status;
  do {
    status = ConnectPatiently();
    if (!status.ok()) break;
    auto committed = ReadOutcome(batch_id);
    if (committed.ok()) {
      unsettled_.reset();
      if (*committed) LogInfo("the commit had happened: batch {} is in the lake", batch_id);
      if (!*committed) files_.Discard();
      return committed;
    }
    session_.reset();
    status = std::move(committed).status();
  } while (patience.Wait(status.error()));
  return std::move(status).Context(
      "whether the commit happened is unknown until the catalog answers");
}

Result<bool> DuckLakeSink::ReadOutcome(const std::string& batch_id) {
  const Lake& lake = *session_->lake;
  TRY(files_.Recover(session_->connection, lake));
  TRY_ASSIGN(const bool committed, HasBatch(session_->connection, lake, batch_id));
  if (committed) {
    TRY_ASSIGN(fence_, ReadFence(session_->connection, lake, options_.origin.network));
  }
  return committed;
}

Result<CommitReport> DuckLakeSink::Finish(const Batch& batch) {
  refreshed_ = true;
  CommitReport report;
  for (std::size_t table = 0; table < batch.tables->size(); ++table) {
    report.rows += batch.rows(table);
  }
  durable_watermark_ = fence_.watermark;
  TRY_ASSIGN(report.bytes_written, FinishFiles({batch.first(), batch.last(), {}, {}}));
  return report;
}

// The bytes of the commit's files, 0 when they could not be looked at.
Result<std::uint64_t> DuckLakeSink::FinishFiles(const CoveredRange& range) {
  auto bytes = files_.AfterCommit(session_->connection, *session_->lake);
  if (bytes.ok()) return bytes;
  if (bytes.error().code == Code::kDataLoss) {
    return std::move(bytes).Context("the batch is committed");
  }
  // The files were durable before COMMIT; only the look at them afterwards failed.
  LogWarn("after the commit of ledgers {}-{}: {}", range.first, range.last, bytes.error().message);
  session_.reset();
  return std::uint64_t{0};
}

Status DuckLakeSink::Close() {
  if (!session_) return {};
  Status status = files_.Close(*session_->lake);
  session_.reset();
  return status;
}

}  // namespace lake
