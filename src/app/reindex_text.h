// What a reindex is to fill, has filled, or leaves, for people and for programs. Pure functions.
#pragma once

#include <string>
#include <vector>

#include "reindex/reindex_plan.h"

namespace lake {

struct ReindexOutcome {
  const ReindexPlan& plan;
  const std::vector<std::string>& asked;  // tables and groups, as the user named them
  bool dry_run;
  // Tables that came later, lack ledgers, and are none of those that were asked for.
  const std::vector<std::string>& not_asked;

  bool ok() const { return plan.left.empty(); }
};

// One line for the tables that get the same ledgers, one for each reason to leave some, and what
// the user has to do for more.
std::string ReindexText(const ReindexOutcome& outcome);
std::string ReindexJson(const ReindexOutcome& outcome);

}  // namespace lake
