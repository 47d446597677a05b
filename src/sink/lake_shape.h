// What tables a lake has, with which columns, and what it was told of them.
//
// Functions run in the caller's transaction.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/result.h"
#include "duckdb/lake.h"

namespace lake {

struct LakeColumn {
  std::string name;
  std::string type;  // as DuckDB names it
  bool nullable;
};

// What _meta_datasets says of a table.
struct KnownDataset {
  std::string schema_hash;
  int minor_version;  // the newest that a writer of the lake knew
};

struct LakeShape {
  std::map<std::string, std::vector<LakeColumn>, std::less<>> tables;  // columns in order
  std::map<std::string, KnownDataset, std::less<>> datasets;           // by dataset
};

// Of the lake's schema; empty in a lake that was never written.
Result<LakeShape> ReadShape(Connection& connection, const Lake& lake);

}  // namespace lake
