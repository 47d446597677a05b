#include "silver/state_step.h"

#include <fmt/format.h>

#include <array>

#include "silver/silver_ddl.h"
#include "silver/state_words.h"
#include "table/sql_text.h"

namespace lake {
namespace {

Status Fill(Connection& connection, const char* step, const SqlWords& words) {
  TRY_ASSIGN(const std::string sql, FillEngine(step, words));
  return connection.Execute(sql).Context(step);
}

Result<bool> HasEvents(Connection& connection, const SilverTable& state) {
  TRY_ASSIGN(QueryResult rows,
             connection.Query(fmt::format("SELECT count(*) FROM temp.main.{}",
                                          QuoteIdentifier(state.name + "_events"))));
  TRY(rows.NextSingleRow());
  return rows.Int(0, 0) > 0;
}

// SELECTs of the tables that may hold open rows, as one; "" when none does.
std::string Held(const SilverTable& state, const StatePlace& place) {
  std::string held;
  for (const std::string& table : {OpenTable(state), DeltaTable(state)}) {
    if (!place.filled.contains(table)) continue;
    held += fmt::format("{}SELECT * FROM {}.{}", held.empty() ? "" : " UNION ALL ", place.schema,
                        QuoteIdentifier(table));
  }
  return held;
}

Status ReadPrior(Connection& connection, const SilverTable& state, const StatePlace& place,
                 SqlWords& words) {
  words.words["held"] = Held(state, place);
  words.words["members"] = fmt::format("{}", fmt::join(place.members, ", "));
  bool any = !place.members.empty() && !words.words["held"].empty();
  if (any) {
    TRY_ASSIGN(any, HasEvents(connection, state));
  }
  if (any) return Fill(connection, "prior", words);
  const StoredTable delta = StateTables(state).back();
  return connection.Execute(fmt::format("CREATE OR REPLACE TEMP TABLE {} ({})",
                                        QuoteIdentifier(state.name + "_prior"),
                                        ColumnDefinitions(delta)));
}

}  // namespace

Status EvaluateState(Connection& connection, const SilverTable& state, const StatePlace& place) {
  TRY_ASSIGN(SqlWords words, StateWords(state, place.schema));
  words.words["segment"] = std::to_string(place.segment);
  words.words["commit"] = std::to_string(place.commit);
  words.words["complete"] = place.complete ? "TRUE" : "FALSE";
  TRY(Fill(connection, "events", words).Context(state.name));
  TRY(ReadPrior(connection, state, place, words).Context(state.name));
  constexpr std::array kSteps = {"steps", "changes", "closed", "opened"};
  for (const char* step : kSteps) TRY(Fill(connection, step, words).Context(state.name));
  return {};
}

}  // namespace lake
