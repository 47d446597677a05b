// What SQL that may only read is allowed to name: settings, pragmas, table functions, tables of
// DuckLake's catalog. One list for everybody who runs SQL of others; whatever is not in it is
// refused. Names are given in lower case. Thread-safe.
//
// Scalar and aggregate functions are those that DuckDB itself brings (sql_query_judge.h), except
// the few that are named here: they are many, and none of them reaches outside.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace lake {

// Whose SQL it is.
enum class SqlAudience : std::uint8_t {
  kUser,      // somebody who may read files of this machine anyway, and the lake's catalog
  kStranger,  // somebody who is to see the lake's tables and nothing else
};

// Settings that change how values are read, compared and shown, and nothing else.
std::span<const std::string_view> AllowedSettings();
bool IsAllowedSetting(std::string_view name);
bool IsAllowedPragma(std::string_view name);
bool IsAllowedTableFunction(std::string_view name, SqlAudience audience);
// Also reached through the lake's name: `lake.snapshots()`.
bool IsAllowedLakeFunction(std::string_view name, SqlAudience audience);
// A function of DuckDB's own that is refused all the same.
bool IsRefusedScalar(std::string_view name);
// Ranking functions that DuckDB does not list among its functions.
bool IsWindowFunction(std::string_view name);
// A view that shows settings, which may be secrets.
bool IsRefusedView(std::string_view name);
// Of the views that DuckDB brings, those that a stranger may read: none that shows a path.
bool IsViewForStrangers(std::string_view name);
// Whether DuckDB would look for a file when it knows no table of that name, which may be the last
// part of a longer one.
bool MayNameFile(std::string_view name, bool qualified);
// The first words of statements that are one query, or explain one.
bool BeginsQuery(std::string_view word);
// Whether a catalog is the one in which DuckLake keeps its own tables, and maybe a whole server.
bool IsMetadataCatalog(std::string_view name);

}  // namespace lake
