// What the templates of states (silver/engine/*.sql) are filled with for one of them, and the
// tables that it is stored in.
//
//   <subject>_history_closed_v1   versions that ended
//   <subject>_history_revised_v1  of those what a merge of segments made of them: the newest holds
//   <subject>_open_v1             per key and segment what stands at its end: a version, or that
//                                 the key has ended; made by fold
//   <subject>_open_delta_v1       the same, appended by batches: the newest row of a key holds
//   <subject>_history_v1, <subject>_current_v1   views
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "silver/silver_table.h"
#include "silver/sql_template.h"
#include "silver/stored_table.h"

namespace lake {

inline constexpr std::string_view kRootsView = "_silver_roots";

std::string ClosedTable(const SilverTable& state);
std::string RevisedTable(const SilverTable& state);
std::string OpenTable(const SilverTable& state);
std::string DeltaTable(const SilverTable& state);

std::vector<StoredTable> StateTables(const SilverTable& state);

// `schema` is the quoted path of silver's. The words that differ from batch to batch (segment,
// commit, complete, select) are the caller's.
Result<SqlWords> StateWords(const SilverTable& state, std::string_view schema);

// The template engine/<name>.sql, filled.
Result<std::string> FillEngine(std::string_view name, const SqlWords& with);

struct NamedView {
  std::string name;
  std::string select;
};
// Over the tables of all states: which segments belong together.
Result<NamedView> RootsView(std::string_view schema);
// History and current.
Result<std::vector<NamedView>> StateViews(const SilverTable& state, std::string_view schema);

}  // namespace lake
