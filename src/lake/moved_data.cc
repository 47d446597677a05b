#include "lake/moved_data.h"

#include <fmt/format.h>

#include <set>
#include <string>
#include <vector>

#include "duckdb/data_marker.h"
#include "duckdb/file_pattern.h"
#include "lake/durable_files.h"
#include "table/sql_text.h"

namespace lake {
namespace {

Result<std::set<std::string>> ListObjects(Connection& connection, const std::string& data_path) {
  TRY_ASSIGN(QueryResult rows,
             connection.Query(fmt::format("SELECT file FROM glob({})",
                                          QuoteLiteral(PatternOf(data_path) + "**"))));
  std::set<std::string> out;
  TRY(ForEachRow(rows, [&](std::size_t row) -> Status {
    out.emplace(rows.Text(0, row));
    return {};
  }));
  return out;
}

}  // namespace

Result<std::uint64_t> CheckMovedData(Connection& connection, const Lake& lake) {
  const bool is_local = lake.has_local_data();
  std::set<std::string> objects;
  if (is_local) TRY(RequireDataMarker(lake.data_path(), lake.catalog_id()));
  if (!is_local) {
    TRY_ASSIGN(objects, ListObjects(connection, lake.data_path()));
  }
  TRY_ASSIGN(const std::vector<LakeFile> files, ReadNewFiles(connection, lake, -1));
  std::uint64_t missing = 0;
  std::string first;
  for (const LakeFile& file : files) {
    const bool is_there = is_local ? CheckFile(file).ok() : objects.contains(file.path);
    if (is_there) continue;
    if (missing++ == 0) first = file.path;
  }
  if (missing == 0) return files.size();
  return {Code::kDataLoss,
          fmt::format("{} of the lake's {} files are not in {}, or not whole; the first is {}",
                      missing, files.size(), lake.data_path(), first)};
}

}  // namespace lake
