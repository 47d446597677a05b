// The hot buffer and the lake as one for people who have DuckDB with its extensions postgres and
// ducklake, and not this program: a script of SQL.
//
// Each table gets a view that asks the hot buffer first where it begins, in the very transaction
// (REPEATABLE READ) that its rows are read in, and then reads rows from there on from the hot
// buffer and all others from the lake. Whatever would be a hole or a double is an error: a lake
// that is older than the hot snapshot, batches that do not follow each other, another network.
// What else `sql --hot` checks, it does not: recorded counts, hashes. Pure functions.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/conninfo.h"
#include "duckdb/lake_location.h"
#include "view/one_view.h"

namespace lake {

// Names that the views know the two stores by.
inline constexpr std::string_view kPlainHot = "hot";
inline constexpr std::string_view kPlainLake = "lake";

// INSTALL and LOAD of the extensions.
std::string PlainExtensionsSql(const LakeLocation& lake);
// ATTACH of both stores, read-only, without secrets.
std::string PlainAttachSql(const ConnInfo& hot, const LakeLocation& lake);
// hot_border(table), and a view for each of the tables, which are hot tables.
std::string PlainViewsSql(std::string_view lake_schema, std::span<const NamedTable> tables);

}  // namespace lake
