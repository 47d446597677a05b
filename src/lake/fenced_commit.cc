#include "lake/fenced_commit.h"

#include <fmt/format.h>

#include <map>

#include "base/crash_point.h"
#include "duckdb/file_pattern.h"
#include "duckdb/table_writer.h"
#include "duckdb/transaction.h"
#include "lake/commit_steps.h"
#include "lake/durable_files.h"
#include "table/sql_text.h"

namespace lake {
namespace {

class Attempt {
 public:
  Attempt(const CommitPlace& place, FileSet& data, const LakeDraft& draft)
      : place_(place),
        connection_(place.connection),
        data_(data),
        draft_(draft),
        rows_(place.pending) {}

  CommitOutcome Run() {
    if (Status status = Steps(); !status.ok()) out_.status = std::move(status);
    return std::move(out_);
  }

 private:
  Status Steps() {
    TRY(Draft());
    if (change_.nothing) {
      out_.end = CommitEnd::kCommitted;
      out_.changed = false;
      return {};
    }
    CRASH_POINT(commit_step::kChecked);
    TRY(WriteRows());
    CRASH_POINT(commit_step::kDescribed);
    TRY_ASSIGN(Transaction transaction, Transaction::Begin(connection_));
    CRASH_POINT(commit_step::kBegun);
    TRY(Change());
    CRASH_POINT(commit_step::kFenced);
    out_.bytes = data_.bytes() + rows_.bytes();
    out_.fence = change_.fence;
    out_.files = rows_.paths();
    out_.end = CommitEnd::kUnknown;
    rows_.Doubt();
    data_.Doubt();
    TRY(transaction.Commit());
    CRASH_POINT(commit_step::kCommitted);
    out_.end = CommitEnd::kCommitted;
    data_.LetGo();
    return {};
  }

  // In a transaction, so that what the draft reads is of one moment.
  Status Draft() {
    TRY_ASSIGN(const Transaction reading, Transaction::Begin(connection_));
    TRY_ASSIGN(before_, ReadFence(connection_, place_.lake, place_.network));
    Status drafted = draft_(connection_, place_.lake, before_, change_);
    if (change_.refused) out_.end = CommitEnd::kRefused;
    return drafted;
  }

  Status WriteRows() {
    auto fence = std::make_shared<RowBuffer>(sizeof(FenceRow));
    fence->Append(FenceRowOf(change_.fence, place_.network));
    change_.rows.push_back({.spec = &kFence, .rows = std::move(fence), .replace = true});
    std::vector<const RowsChange*> changes;
    std::vector<NewFile> files;
    for (const RowsChange& change : change_.rows) {
      if (change.rows != nullptr && change.rows->size() == 0) continue;
      TRY_ASSIGN(const TableStorage* storage, StorageOf(place_.storage, change.spec->name));
      changes.push_back(&change);
      files.push_back({.storage = storage});
    }
    TRY(rows_.Add(connection_, files));
    for (std::size_t i = changes.size(); i-- > 0;) {
      TRY_ASSIGN(const bool any, Write(*changes[i], *files[i].storage, rows_.files()[i].path));
      if (!any) rows_.Drop(i);
    }
    return place_.sync ? rows_.Sync() : Status();
  }

  // False when there were no rows.
  Result<bool> Write(const RowsChange& change, const TableStorage& storage,
                     const std::string& path) {
    if (change.rows != nullptr) {
      TRY(WriteParquet(connection_, {.spec = *change.spec,
                                     .rows = {{change.rows.get(), 0, change.rows->size()}},
                                     .path = path,
                                     .options = storage.parquet_options})
              .Context(change.spec->name));
      return true;
    }
    auto copied =
        connection_.Query(fmt::format("COPY ({}) TO {} (FORMAT parquet, USE_TMP_FILE false, {})",
                                      change.select, QuoteLiteral(path), storage.parquet_options));
    if (!copied.ok()) return std::move(copied).status().Context(change.spec->name);
    return copied->rows_changed() > 0;
  }

  // Everything of the transaction but its end.
  Status Change() {
    TRY_ASSIGN(const std::optional<Fence> now, ReadFence(connection_, place_.lake, place_.network));
    TRY_ASSIGN(out_.base, ReadOwnSnapshot(connection_, place_.lake));
    if (now != before_) return {Code::kConflict, "the fence row moved: another writer was faster"};
    for (const std::string& definition : change_.definitions) {
      TRY(connection_.Execute(definition));
    }
    for (const RowsRemoval& removal : change_.removals) TRY(Remove(removal));
    for (const RowsChange& change : change_.rows) {
      if (!change.replace || (change.spec == &kFence && !before_)) continue;
      TRY(connection_.Execute(fmt::format("DELETE FROM {}", place_.lake.Table(change.spec->name)))
              .Context(change.spec->name));
    }
    TRY(AddFiles(data_));
    TRY(AddFiles(rows_));
    return connection_.Execute(fmt::format(
        "CALL {}.set_commit_message({}, {})", QuoteIdentifier(place_.lake.options().catalog_name),
        QuoteLiteral(place_.author), QuoteLiteral(change_.message)));
  }

  Status Remove(const RowsRemoval& removal) {
    TRY_ASSIGN(QueryResult gone, connection_.Query(removal.sql));
    if (gone.rows_changed() == removal.rows) return {};
    return {Code::kInternal, fmt::format("{} rows were to be removed, and there are {}",
                                         removal.rows, gone.rows_changed())};
  }

  // One call per table.
  Status AddFiles(const FileSet& files) {
    std::map<std::pair<std::string_view, bool>, std::string> lists;
    for (const FileSet::File& file : files.files()) {
      std::string& list = lists[{file.table, file.partitioned}];
      if (!list.empty()) list += ", ";
      list += QuoteLiteral(PatternOf(file.path));
    }
    for (const auto& [table, list] : lists) {
      // A partition's value is read from the folder, so that a query skips the files of others.
      TRY(connection_
              .Execute(fmt::format("CALL ducklake_add_data_files({}, {}, [{}], schema => {}, "
                                   "hive_partitioning => {})",
                                   QuoteLiteral(place_.lake.options().catalog_name),
                                   QuoteLiteral(table.first), list,
                                   QuoteLiteral(place_.lake.options().schema_name), table.second))
              .Context(table.first));
      CRASH_POINT(commit_step::kTableAdded);
    }
    return {};
  }

  const CommitPlace& place_;
  Connection& connection_;
  FileSet& data_;
  const LakeDraft& draft_;
  FileSet rows_;  // of small tables; written anew by every attempt
  std::optional<Fence> before_;
  LakeChange change_;
  CommitOutcome out_;
};

}  // namespace

CommitOutcome TryCommit(const CommitPlace& place, FileSet& data, const LakeDraft& draft) {
  return Attempt(place, data, draft).Run();
}

}  // namespace lake
