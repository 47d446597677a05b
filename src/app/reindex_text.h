// What a reindex is to fill, has filled, or leaves, for people.
#pragma once

#include <string>
#include <string_view>

#include "reindex/reindex_plan.h"

namespace lake {

// One line for the tables that get the same ledgers. `verb`: "to fill", "filled".
std::string FillText(const ReindexPlan& plan, std::string_view verb);
// One line for each reason.
std::string LeftText(const ReindexPlan& plan);

}  // namespace lake
