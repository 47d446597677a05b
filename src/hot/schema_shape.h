// What tables look like: columns, keys and indexes as plain values, for comparing a database with
// the registry. Persistence (UNLOGGED) is left out: it is a choice of the installation.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "hot/hot_tables.h"

namespace lake {

struct ColumnShape {
  std::string name;
  std::string type;  // as PostgreSQL prints it: bigint, timestamp with time zone, ...
  bool not_null;
  friend bool operator==(const ColumnShape&, const ColumnShape&) = default;
};

struct IndexShape {
  std::string name;
  std::vector<std::string> columns;
  friend bool operator==(const IndexShape&, const IndexShape&) = default;
};

struct TableShape {
  std::vector<ColumnShape> columns;
  std::vector<std::string> primary_key;
  std::string primary_key_name;     // of the constraint; "" without one
  int fillfactor = 0;               // 0 = PostgreSQL's default
  std::vector<IndexShape> indexes;  // without that of the primary key
};

// Schema (as HotTable has it) and name of a table.
using TableName = std::pair<std::string, std::string>;
using SchemaShape = std::map<TableName, TableShape>;

// What the registry wants of the table.
TableShape WantedShape(const HotTable& table);

}  // namespace lake
