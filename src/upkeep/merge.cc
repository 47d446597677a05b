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

// Rows of one ledger stay in the order in which they came.
std::string CopySql(const Lake& lake, const MergeRun& run, std::string_view sequence_column,
                    const FileSet::File& into, const TableStorage& storage) {
  const std::string order =
      sequence_column.empty() ? "" : fmt::format("{}, ", QuoteIdentifier(sequence_column));
  return fmt::format(
      "COPY (SELECT * FROM {} WHERE {} ORDER BY {}rowid) TO {} (FORMAT parquet, USE_TMP_FILE "
      "false, {})",
      lake.Table(into.table), IsInFiles(run), order, QuoteLiteral(into.path),
      storage.parquet_options);
}

Status Write(LakeWriter& writer, const MergeRun& run, std::string_view sequence_column,
             FileSet& data) {
  TRY_ASSIGN(const TableStorage* storage, StorageOf(writer.storage(), run.front().table));
  const NewFile file{.storage = storage, .partition = run.front().partition};
  TRY(data.Add(writer.connection(), {&file, 1}));
  TRY_ASSIGN(
      QueryResult copied,
      writer.connection().Query(
          CopySql(writer.lake(), run, sequence_column, data.files().front(), *storage)));
  if (copied.rows_changed() != RowsOf(run)) {
    return {Code::kConflict, fmt::format("{} rows were to be copied, and there are {}", RowsOf(run),
                                         copied.rows_changed())};
  }
  if (writer.options().sync) TRY(data.Sync());
  CRASH_POINT(upkeep_step::kMerged);
  return {};
}

}  // namespace

Result<std::uint64_t> MergeFiles(LakeWriter& writer, const MergeRun& run,
                                 std::string_view sequence_column) {
  const std::string& table = run.front().table;
  const std::string what =
      fmt::format("{} files of {} merged{}", run.size(), table,
                  run.front().partition.empty() ? "" : ", partition " + run.front().partition);
  TRY(writer.Reconnect().Context(table));
  FileSet data = writer.NewFiles();
  TRY(Write(writer, run, sequence_column, data).Context(table));
  const std::uint64_t bytes = data.bytes();
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
  return bytes;
}

}  // namespace lake
