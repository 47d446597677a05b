#include "sink/ducklake_sink.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "base/crash_point.h"
#include "base/file.h"
#include "base/hex.h"
#include "base/patience.h"
#include "base/stage_timer.h"
#include "lake/commit_steps.h"
#include "sink/batch_draft.h"
#include "sink/data_files.h"
#include "sink/lake_batches.h"
#include "sink/lake_quarantine.h"
#include "sink/lake_registry.h"
#include "sink/lake_tables.h"
#include "tables/all.h"

namespace lake {
namespace {

DuckLakeSinkOptions WithDefaults(DuckLakeSinkOptions options) {
  if (options.origin.writer.empty()) options.origin.writer = ThisWriter();
  return options;
}

LakeAuthor AuthorOf(const Origin& origin) {
  return {.network = origin.network,
          .program = fmt::format("{}/{}", origin.processor_name, origin.pipeline_version),
          .writer = origin.writer};
}

CommitReport ReportOf(const Batch& batch, const CommitOutcome& outcome) {
  CommitReport report{.rows = 0, .bytes_written = outcome.bytes, .seconds = 0};
  for (const auto& ledger : batch.ledgers) report.rows += ledger->row_count();
  return report;
}

// The worker's digest counted the rows when it hashed them.
Status CheckCounts(const Batch& batch, std::size_t first) {
  for (std::size_t i = first; i < batch.ledgers.size(); ++i) {
    const LedgerRows& ledger = *batch.ledgers[i];
    if (ledger.tables.size() != batch.tables->size()) {
      return {Code::kInternal, fmt::format("the rows of ledger {} are gone", ledger.sequence)};
    }
    for (std::size_t table = 0; table < batch.tables->size(); ++table) {
      if (ledger.rows(table) == ledger.digests[table].rows) continue;
      return {Code::kInternal, fmt::format("{}: {} rows were hashed and {} are to be written",
                                           (*batch.tables)[table]->spec->name,
                                           ledger.digests[table].rows, ledger.rows(table))};
    }
  }
  return {};
}

// A draft that needs the fence which every lake has once it is registered.
template <class Make>
LakeDraft Fenced(Make make) {
  return [make](Connection& connection, const Lake& lake, const std::optional<Fence>& before,
                LakeChange& change) -> Status {
    if (!before) return {Code::kNotFound, "the lake has no fence row"};
    return make(connection, lake, *before, change);
  };
}

}  // namespace

DuckLakeSink::DuckLakeSink(DuckLakeSinkOptions options)
    : options_(WithDefaults(std::move(options))),
      writer_(options_.writer, AuthorOf(options_.origin)) {}

Status DuckLakeSink::OpenOnce() {
  growing_.reset();  // knows how tables were stored
  TRY(writer_.Open());
  Connection& connection = writer_.connection();
  TRY(MakeTables(connection, writer_.lake(), options_));
  TRY(PrepareTableOptions(connection, options_));
  TRY(writer_.ReadStorage());
  for (const Table* table : options_.tables) {
    TRY(StorageOf(writer_.storage(), LakeTableName(options_, *table->spec)).status());
  }
  const LakeDraft draft = [this](Connection& reading, const Lake& lake,
                                 const std::optional<Fence>& before, LakeChange& change) {
    return DraftRegistration(reading, lake, options_, before, change);
  };
  FileSet none = writer_.NewFiles();
  return writer_.Commit(none, draft, "the registration of tables").status();
}

Result<Coverage> DuckLakeSink::Open() {
  Patience patience(writer_.options());
  for (int attempts = 1;; ++attempts) {
    const Status status = OpenOnce();
    if (status.ok()) break;
    // A connection broke; or another process is making the same lake at this moment.
    const Code code = status.error().code;
    writer_.Disconnect();
    const bool again = code == Code::kConflict && attempts < options_.writer.attempts_max
                           ? patience.WaitForRival()
                           : code == Code::kUnavailable && patience.Wait(status.error());
    if (!again) return status;
  }
  CRASH_POINT(commit_step::kOpened);
  const Lake& lake = writer_.lake();
  TRY_ASSIGN(const std::optional<Fence> fence,
             ReadFence(writer_.connection(), lake, options_.origin.network));
  if (!fence) return {Code::kDataLoss, "the lake has lost its fence row"};
  epoch_ = fence->epoch;
  data_folder_ = lake.has_local_data() ? lake.data_path() : "";
  TRY_ASSIGN(const std::vector<BatchRecord> batches, ReadBatches(writer_.connection(), lake));
  durable_ = Coverage::Of(batches);
  return durable_;
}

std::string DuckLakeSink::NewBatchId(const Batch& batch) {
  return fmt::format("{}-{}@{}/{}.{}", batch.first(), batch.last(), options_.origin.writer,
                     options_.writer.clock->Now(), ++batches_);
}

// Whether the commit that was in doubt had happened.
Result<bool> DuckLakeSink::IsThere(const BatchRecord& record) {
  TRY_ASSIGN(const auto near, ReadNear(writer_.connection(), writer_.lake(), record.range));
  return std::ranges::find(near, record.batch_id, &BatchRecord::batch_id) != near.end();
}

Result<std::vector<const TableStorage*>> DuckLakeSink::StorageOfTables(
    const TableSet& tables) const {
  std::vector<const TableStorage*> out;
  for (const Table* table : tables) {
    TRY_ASSIGN(const TableStorage* found,
               StorageOf(writer_.storage(), LakeTableName(options_, *table->spec)));
    out.push_back(found);
  }
  return out;
}

// Writes the ledgers of a batch from `first` on, which follow those that were written.
Status DuckLakeSink::Grow(const Batch& batch, std::size_t first) {
  TRY(CheckCounts(batch, first));
  if (!growing_) {
    TRY_ASSIGN(auto storage, StorageOfTables(*batch.tables));
    growing_.emplace(Growing{.data = writer_.NewFiles(),
                             .files = TableFiles(*batch.tables, std::move(storage),
                                                 writer_.lake().shared_database()->threads()),
                             .first = batch.first()});
  }
  CHECK(growing_->first == batch.first() && growing_->ledgers == first);
  // One that does not ask the catalog, which may be away for a while.
  TRY_ASSIGN(Connection connection, Connection::Open(writer_.lake().shared_database()));
  TRY(growing_->files.Write(connection, std::span(batch.ledgers).subspan(first), growing_->data));
  growing_->ledgers = batch.ledgers.size();
  return {};
}

Result<std::optional<TakenRows>> DuckLakeSink::Take(const Batch& batch, std::size_t first) {
  using Answer = std::optional<TakenRows>;
  const StageTimer timer(Stage::kWrite);
  const std::string what = fmt::format("ledgers {}-{}", batch.first(), batch.last());
  TRY(writer_.Reconnect().Context(what));
  TRY_ASSIGN(const auto storage, StorageOfTables(*batch.tables));
  if (!CanWriteTableFiles(storage)) return Answer();
  if (Status grown = Grow(batch, first); !grown.ok()) {
    growing_.reset();
    return std::move(grown).Context(what);
  }
  CRASH_POINT(commit_step::kTaken);
  return Answer(TakenRows{growing_->files.largest_bytes()});
}

// Writes what is not written yet of the batch's rows.
Status DuckLakeSink::WriteData(const Batch& batch, FileSet& data) {
  TRY_ASSIGN(const auto storage, StorageOfTables(*batch.tables));
  if (CanWriteTableFiles(storage)) {
    TRY(Grow(batch, growing_ ? growing_->ledgers : 0));
    TRY(growing_->files.Finish());
    data = std::move(growing_->data);
  } else {
    TRY(WriteDataFiles(writer_.lake(), writer_.storage(), options_.table_names, batch, data));
  }
  CRASH_POINT(commit_step::kFilesWritten);
  if (options_.writer.sync) TRY(data.Sync());
  CRASH_POINT(commit_step::kSynced);
  return {};
}

Result<CommitReport> DuckLakeSink::Commit(const Batch& batch,
                                          const std::vector<QualityResult>& quality) {
  CHECK(!batch.ledgers.empty());
  const std::int64_t start = options_.writer.clock->MonotonicMicros();
  const std::string what = fmt::format("ledgers {}-{}", batch.first(), batch.last());
  const BatchRecord record = RecordOf(batch, NewBatchId(batch), options_.origin);
  if (doubtful_ && doubtful_->range != record.range) doubtful_.reset();
  TRY(writer_.Reconnect().Context(what));
  if (doubtful_) {
    TRY_ASSIGN(const bool there, IsThere(*doubtful_));
    if (there) durable_.Add(doubtful_->range, doubtful_->tables);
    doubtful_.reset();
    if (there) {
      growing_.reset();
      return ReportOf(batch, CommitOutcome());
    }
  }
  FileSet data = writer_.NewFiles();
  {
    const StageTimer timer(Stage::kWrite);
    Status written = WriteData(batch, data);
    growing_.reset();
    TRY(std::move(written).Context(what));
  }
  const BatchInput input{.batch = batch, .quality = quality, .record = record, .epoch = epoch_};
  const auto draft = Fenced(
      [&](Connection& connection, const Lake& lake, const Fence& before, LakeChange& change) {
        return DraftBatch(connection, lake, options_, input, before, change);
      });
  doubtful_ = record;
  const StageTimer timer(Stage::kCommit);
  auto outcome = writer_.Commit(data, draft, what);
  if (!writer_.in_doubt()) doubtful_.reset();
  if (!outcome.ok()) return std::move(outcome).status().Context(what);
  durable_.Add(record.range, record.tables);
  CommitReport report = ReportOf(batch, *outcome);
  report.seconds = static_cast<double>(options_.writer.clock->MonotonicMicros() - start) / 1e6;
  return report;
}

// An attempt whose outcome is open is simply made again: a ledger that is there is not written.
Status DuckLakeSink::Quarantine(const QuarantinedLedger& ledger) {
  const ProvedHeader& header = ledger.header;
  const BatchRecord record{
      .batch_id = fmt::format("quarantine-{}", header.sequence),
      .range = {header.sequence, header.sequence, header.previous_hash, header.hash},
      .tables = TableNames(options_.tables),
      .writer = options_.origin.writer,
      .created_at = {}};
  const QuarantineInput input{.ledger = ledger, .record = record, .epoch = epoch_};
  const auto draft = Fenced(
      [&](Connection& connection, const Lake& lake, const Fence& before, LakeChange& change) {
        return DraftQuarantine(connection, lake, options_, input, before, change);
      });
  const std::string what = fmt::format("ledger {}", header.sequence);
  TRY(writer_.Reconnect().Context(what));
  FileSet none = writer_.NewFiles();
  return writer_.Commit(none, draft, what).status().Context(what);
}

Result<bool> DuckLakeSink::TakesRows() const {
  TRY_ASSIGN(const auto storage, StorageOfTables(options_.tables));
  return CanWriteTableFiles(storage);
}

Status DuckLakeSink::LookAtCatalog() {
  TRY(writer_.Reconnect());
  TRY_ASSIGN(const std::optional<Fence> fence,
             ReadFence(writer_.connection(), writer_.lake(), options_.origin.network));
  return fence ? Status() : Status(Error{Code::kDataLoss, "the lake has lost its fence row"});
}

Status DuckLakeSink::Check() {
  // First, because connecting again makes a data folder that is not there.
  if (!data_folder_.empty() && ::access(data_folder_.c_str(), W_OK | X_OK) != 0) {
    return Status(ErrnoError(errno, data_folder_)).Context("the data folder");
  }
  if (LookAtCatalog().ok()) return {};
  // A connection that broke while there was nothing to do says nothing about the catalog now.
  writer_.Disconnect();
  return LookAtCatalog();
}

// The only row of a ledger, whose one column `select` names; no rows where the lake has no table of
// ledgers.
Result<std::optional<QueryResult>> DuckLakeSink::OfLedger(std::string_view select,
                                                          std::uint32_t sequence) {
  using Answer = std::optional<QueryResult>;
  const auto is_ledgers = [](const Table* table) {
    return table->spec->name == kLedgers.spec->name;
  };
  if (std::ranges::none_of(options_.tables, is_ledgers)) return Answer();
  TRY(writer_.Reconnect());
  const std::string table = writer_.lake().Table(LakeTableName(options_, *kLedgers.spec));
  TRY_ASSIGN(QueryResult rows,
             writer_.connection().Query(fmt::format("SELECT {} FROM {} WHERE sequence = {} LIMIT 1",
                                                    select, table, sequence)));
  return Answer(std::move(rows));
}

Result<std::optional<std::int64_t>> DuckLakeSink::CloseTime(std::uint32_t sequence) {
  TRY_ASSIGN(auto rows, OfLedger("closed_at", sequence));
  std::optional<std::int64_t> seconds;
  if (!rows) return seconds;
  TRY(ForEachRow(*rows, [&](std::size_t row) -> Status {
    if (!rows->IsNull(0, row)) seconds = rows->Int(0, row) / 1'000'000;
    return {};
  }));
  return seconds;
}

Result<std::optional<Hash256>> DuckLakeSink::HashOf(std::uint32_t sequence) {
  TRY_ASSIGN(auto rows, OfLedger("ledger_hash", sequence));
  std::optional<Hash256> hash;
  if (!rows) return hash;
  TRY(ForEachRow(*rows, [&](std::size_t row) -> Status {
    TRY_ASSIGN(hash, ParseHash(rows->Text(0, row)));
    return {};
  }));
  return hash;
}

}  // namespace lake
