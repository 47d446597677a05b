// A lake keeps the tables and columns that it was made with: who fills it need not repeat them.
#pragma once

#include <string>
#include <vector>

#include "app/settings.h"
#include "base/result.h"
#include "duckdb/lake.h"

namespace lake {

// The settings with the tables and columns of the lake that they name, where they choose none
// themselves. Unchanged when there is no such lake yet or it cannot be read: what is wrong with it
// is for its writer to say.
Settings LikeTheLake(Settings settings);

// The tables of ours that stand in the lake's schema, also when they have no rows.
Result<std::vector<std::string>> TablesOfLake(Connection& connection, const Lake& lake,
                                              const Settings& settings);

}  // namespace lake
