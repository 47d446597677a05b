// What SQL that may only read is allowed to name: settings, pragmas, table functions, tables of
// DuckLake's catalog. One list for everybody who runs SQL of others; whatever is not in it is
// refused. Names are given in lower case. Thread-safe.
//
// Scalar and aggregate functions are those that DuckDB itself brings (sql_query_judge.h), except
// the few that are named here: they are many, and none of them reaches outside.
#pragma once

#include <span>
#include <string_view>

namespace lake {

// Settings that change how values are read, compared and shown, and nothing else.
std::span<const std::string_view> AllowedSettings();
bool IsAllowedSetting(std::string_view name);
bool IsAllowedPragma(std::string_view name);
bool IsAllowedTableFunction(std::string_view name);
// Also reached through the lake's name: `lake.snapshots()`.
bool IsAllowedLakeFunction(std::string_view name);
// A function of DuckDB's own that is refused all the same.
bool IsRefusedScalar(std::string_view name);
// Ranking functions that DuckDB does not list among its functions.
bool IsWindowFunction(std::string_view name);
// A view that shows settings, which may be secrets.
bool IsRefusedView(std::string_view name);
// Whether a catalog is the one in which DuckLake keeps its own tables, and maybe a whole server.
bool IsMetadataCatalog(std::string_view name);

}  // namespace lake
