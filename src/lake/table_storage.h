// How and where a lake keeps the rows of each of its tables.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "duckdb/lake.h"

namespace lake {

struct TableStorage {
  std::string table{};             // its name in the lake
  std::string path;                // folder of its files, ends in '/'; absolute on local lakes
  std::string partition_column{};  // files may lie in <column>=<value>/; empty: they do not
  // Why files of ours cannot become the table's; empty when they can. So it is with whatever we do
  // not know how to follow: encryption, an order of rows, partitions of other columns, further
  // settings.
  std::string refusal{};
  std::string parquet_options{};    // of COPY ... (FORMAT parquet, <these>)
  std::optional<int> zstd_level{};  // nothing: another codec
};

// Of the tables of the lake's schema, by name.
using LakeStorage = std::map<std::string, TableStorage, std::less<>>;
Result<LakeStorage> ReadTableStorage(Connection& connection, const Lake& lake);

// kInvalidArgument when the table is not there or does not take files of ours.
Result<const TableStorage*> StorageOf(const LakeStorage& storage, std::string_view table);

}  // namespace lake
