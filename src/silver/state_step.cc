#include "silver/state_step.h"

#include <array>
#include <string>

#include "silver/state_words.h"

namespace lake {

Status EvaluateState(Connection& connection, const SilverTable& state, const StatePlace& place) {
  TRY_ASSIGN(SqlWords words, StateWords(state, place.schema));
  words.words["segment"] = std::to_string(place.segment);
  words.words["commit"] = std::to_string(place.commit);
  words.words["complete"] = place.complete ? "TRUE" : "FALSE";
  constexpr std::array kSteps = {"events", "prior", "steps", "changes", "closed", "opened"};
  for (const char* step : kSteps) {
    TRY_ASSIGN(const std::string sql, FillEngine(step, words));
    TRY(connection.Execute(sql).Context(step).Context(state.name));
  }
  return {};
}

}  // namespace lake
