// The data files that the tables of a lake consist of now.
//
// Functions run in the caller's transaction.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "duckdb/lake.h"

namespace lake {

struct LiveFile {
  std::int64_t id;  // in the catalog
  std::string table;
  std::string path;       // absolute, or a URL
  std::string partition;  // the value of its column; "" when it is of none
  std::uint64_t bytes;
  std::uint64_t rows;         // without those that were deleted
  std::int64_t snapshot = 0;  // that added it
};

// Those of the lake's schema: by table, then in the order in which they were added.
Result<std::vector<LiveFile>> ReadLiveFiles(Connection& connection, const Lake& lake);

// Whether the lake still consists of these files, among others, and of as many of their rows.
Result<bool> AreLive(Connection& connection, const Lake& lake, std::span<const LiveFile> files);

// The condition, of a query of their table, that a row is in one of the files.
std::string IsInFiles(std::span<const LiveFile> files);

}  // namespace lake
