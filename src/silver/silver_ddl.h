// The tables that a silver table is stored as, and the statements that make them.
//
//   row    <name>
//   agg    <name>_parts: partial rows, several per key; <name> is a view that adds them up
//   state  <subject>_history_closed_v1, <subject>_open_v1, <subject>_open_delta_v1 (state_tables.h)
//   view   a view; law: nothing
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "silver/silver_table.h"

namespace lake {

// A table as it is stored.
struct StoredTable {
  std::string name;
  std::vector<SilverColumn> columns;
  bool by_range = false;  // files lie in folders of ledger_range
};
std::vector<StoredTable> StoredTablesOf(const SilverTable& table);

// CREATE TABLE, and how its files are grouped. `parent` is quoted.
std::vector<std::string> CreateStatements(const StoredTable& table, std::string_view parent);

// The query that adds the partial rows of an aggregate up, from `parts`, which is quoted.
std::string MergedPartsSql(const SilverTable& table, std::string_view parts);

}  // namespace lake
