#include "silver/silver_fold.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/check.h"
#include "silver/state_words.h"
#include "table/sql_text.h"

namespace lake {

Result<SilverFold> EvaluateFold(Connection& connection, std::string_view schema,
                                const SilverTable& state) {
  TRY_ASSIGN(const SqlWords words, StateWords(state, schema));
  TRY_ASSIGN(const std::string sql, FillEngine("folded", words));
  TRY(connection.Execute(sql).Context(state.name));
  SilverFold fold;
  for (const std::string& name : {OpenTable(state), DeltaTable(state)}) {
    const std::string table = fmt::format("{}.{}", schema, QuoteIdentifier(name));
    TRY_ASSIGN(QueryResult rows, connection.Query("SELECT count(*) FROM " + table));
    TRY(rows.NextSingleRow());
    if (rows.Int(0, 0) == 0) continue;
    fold.removals.push_back(
        {.sql = "DELETE FROM " + table, .rows = static_cast<std::uint64_t>(rows.Int(0, 0))});
  }
  const std::vector<StoredTable> tables = StateTables(state);
  const auto open = std::ranges::find(tables, OpenTable(state), &StoredTable::name);
  CHECK(open != tables.end());
  fold.rows.push_back({.stored = *open, .from = state.name + "_folded"});
  return fold;
}

}  // namespace lake
