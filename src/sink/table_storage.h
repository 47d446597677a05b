// How and where a lake keeps the rows of each of its tables.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "duckdb/lake.h"

namespace lake {

struct TableStorage {
  std::string table{};             // its name in the lake
  std::string path;                // folder of its files, ends in '/'; absolute on local lakes
  std::string partition_column{};  // files may lie in <column>=<value>/; empty: they do not
  // Files that we write beside DuckLake become the table's (data_files.h). Otherwise it is up to
  // DuckLake: data that is not local, since it deletes what it wrote when a commit fails; and
  // whatever we do not know how to follow, such as encryption, an order of rows, partitions of
  // other columns, further settings; and folders whose names it would take for patterns or values.
  bool takes_files = false;
  std::string parquet_options{};  // of COPY ... (FORMAT parquet, <these>)
};

// Of the tables of the lake's schema.
Result<std::vector<TableStorage>> ReadTableStorage(Connection& connection, const Lake& lake);

}  // namespace lake
