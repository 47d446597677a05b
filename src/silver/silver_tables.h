// All derived tables, in an order in which each comes after those it reads.
//
// Read once from the program's own files; a file that is wrong is our mistake (CHECK), which the
// tests find first. Thread-safe.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "silver/silver_table.h"

namespace lake {

std::span<const SilverTable> SilverTables();
const SilverTable* FindSilverTable(std::string_view name);

// The tables by themselves and what they read, in order; kInvalidArgument names a circle or an
// input that is no table. A state is read as <name>_changes.
Result<std::vector<SilverTable>> InOrder(std::vector<SilverTable> tables);

}  // namespace lake
