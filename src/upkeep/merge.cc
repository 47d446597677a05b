#include "upkeep/merge.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/crash_point.h"
#include "lake/live_files.h"
#include "table/sql_text.h"
#include "upkeep/upkeep_steps.h"

namespace lake {
namespace {

std::uint64_t RowsOf(const MergeRun& run) {
  std::uint64_t rows = 0;
  for (const LiveFile& file : run) rows += file.rows;
  return rows;
}

// Rows that the order does not tell apart stay as they came.
std::string RowsSql(const Lake& lake, const MergeRun& run, const FileOrder& order) {
  std::string columns;
  for (const std::string& column : order.columns) columns += QuoteIdentifier(column) + ", ";
  return fmt::format("SELECT * FROM {} WHERE {} ORDER BY {}rowid", lake.Table(run.front().table),
                     IsInFiles(run), columns);
}

// Rows that went into the file.
Result<std::uint64_t> Copy(Connection& connection, std::string_view rows, const std::string& path,
                           const TableStorage& storage) {
  TRY_ASSIGN(QueryResult copied, connection.Query(fmt::format(
                                     "COPY ({}) TO {} (FORMAT parquet, USE_TMP_FILE false, {})",
                                     rows, QuoteLiteral(path), storage.parquet_options)));
  return copied.rows_changed();
}

// The sorted rows are put aside once and then given out, a file's at a time.
Result<std::uint64_t> CopyInParts(Connection& connection, const std::string& rows,
                                  std::span<const FileSet::File> files, std::uint64_t rows_of_each,
                                  const TableStorage& storage) {
  constexpr std::string_view kAside = "temp.stellarlake_merge";
  TRY(connection.Execute(
      fmt::format("CREATE OR REPLACE TEMPORARY TABLE stellarlake_merge AS {}", rows)));
  std::uint64_t copied = 0;
  Status status;
  for (std::size_t i = 0; i < files.size() && status.ok(); ++i) {
    const auto part = Copy(connection,
                           fmt::format("SELECT * FROM {} WHERE rowid >= {} AND rowid < {} ORDER BY "
                                       "rowid",
                                       kAside, i * rows_of_each, (i + 1) * rows_of_each),
                           files[i].path, storage);
    status = part.status();
    if (part.ok()) copied += *part;
  }
  const Status dropped = connection.Execute(fmt::format("DROP TABLE {}", kAside));
  TRY(std::move(status));
  TRY(dropped);
  return copied;
}

Status Write(LakeWriter& writer, const MergeRun& run, const FileOrder& order,
             std::uint64_t sorted_file_rows, FileSet& data) {
  TRY_ASSIGN(const TableStorage* storage, StorageOf(writer.storage(), run.front().table));
  const std::uint64_t rows = RowsOf(run);
  const std::uint64_t count =
      order.by_key ? std::max<std::uint64_t>((rows + sorted_file_rows - 1) / sorted_file_rows, 1)
                   : 1;
  const std::vector<NewFile> wanted(count,
                                    {.storage = storage, .partition = run.front().partition});
  Connection& connection = writer.connection();
  TRY(data.Add(connection, wanted));
  const std::string sql = RowsSql(writer.lake(), run, order);
  TRY_ASSIGN(const std::uint64_t copied,
             count == 1 ? Copy(connection, sql, data.files().front().path, *storage)
                        : CopyInParts(connection, sql, data.files(), (rows + count - 1) / count,
                                      *storage));
  if (copied != rows) {
    return {Code::kConflict,
            fmt::format("{} rows were to be copied, and there are {}", rows, copied)};
  }
  if (writer.options().sync) TRY(data.Sync());
  CRASH_POINT(upkeep_step::kMerged);
  return {};
}

}  // namespace

Result<MergedFiles> MergeFiles(LakeWriter& writer, const MergeRun& run, const FileOrder& order,
                               std::uint64_t sorted_file_rows) {
  const std::string& table = run.front().table;
  const std::string what =
      fmt::format("{} files of {} merged{}", run.size(), table,
                  run.front().partition.empty() ? "" : ", partition " + run.front().partition);
  TRY(writer.Reconnect().Context(table));
  FileSet data = writer.NewFiles();
  TRY(Write(writer, run, order, sorted_file_rows, data).Context(table));
  const MergedFiles merged{data.files().size(), data.bytes()};
  const LakeDraft draft = [&](Connection& connection, const Lake& lake,
                              const std::optional<Fence>& before, LakeChange& change) -> Status {
    if (!before) return {Code::kNotFound, "the lake has no fence row"};
    TRY_ASSIGN(const bool live, AreLive(connection, lake, run));
    if (!live) return change.Refuse({Code::kConflict, "these files were replaced meanwhile"});
    change.removals.push_back(
        {fmt::format("DELETE FROM {} WHERE {}", lake.Table(table), IsInFiles(run)), RowsOf(run)});
    change.fence = *before;
    change.fence.updated_micros =
        std::max(writer.options().clock->Now(), before->updated_micros + 1);
    change.message = fmt::format("{}{}", kUpkeepMessage, what);
    return {};
  };
  TRY(writer.Commit(data, draft, what).status().Context(table));
  return merged;
}

}  // namespace lake
