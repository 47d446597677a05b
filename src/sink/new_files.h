// The files a transaction has written before it is committed: DuckLake does not tell, so they are
// found in the folders of the lake's tables by their names, which begin with the time they were
// made.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "duckdb/lake.h"

namespace lake {

// Where the files of a table lie.
struct TableFolder {
  std::string path;              // absolute, ends in '/'
  std::string partition_column;  // files may lie in <column>=<value>/; empty: they do not
};

// The folders of the lake's tables, of local lakes.
Result<std::vector<TableFolder>> ReadTableFolders(Connection& connection, const Lake& lake);

// Files made since `since_ms` (Unix time) in the folders and in the partitions of ledgers [lo, hi].
std::vector<std::string> FindNewFiles(const std::vector<TableFolder>& folders,
                                      std::int64_t since_ms, std::uint32_t lo, std::uint32_t hi);

}  // namespace lake
