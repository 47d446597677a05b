// The statements that lead from the tables a database has to those the registry wants, and back:
// what a new migration is filled with (`stellarlake hot migrate create NAME`).
//
// Tables and indexes that the registry does not know are left alone, as is the order of columns:
// rows are written by the names of their columns. Pure functions.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "hot/schema_shape.h"

namespace lake {

struct SchemaChange {
  std::vector<std::string> up;    // statements without a semicolon, in order
  std::vector<std::string> down;  // undo `up`, in the order in which they must run
};

// `have` has what stands in the database; tables that are no hot tables may be in it.
SchemaChange ChangeToRegistry(const SchemaShape& have, std::span<const HotTable> wanted);

// The statements as the text of a migration file.
std::string MigrationText(std::span<const std::string> statements);

}  // namespace lake
