// The tables that a silver table is stored as, and the statements that make them.
//
//   row    <name>
//   agg    <name>_parts: partial rows, several per key; <name> is a view that adds them up
//   state  history and what stands at its end, in four tables (state_words.h)
//   view   a view; law: nothing
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "silver/silver_table.h"
#include "silver/stored_table.h"

namespace lake {

std::vector<StoredTable> StoredTablesOf(const SilverTable& table);

// What stands between the brackets of CREATE TABLE.
std::string ColumnDefinitions(const StoredTable& table);

// CREATE TABLE, and how its files are grouped. `parent` is quoted.
std::vector<std::string> CreateStatements(const StoredTable& table, std::string_view parent);

}  // namespace lake
