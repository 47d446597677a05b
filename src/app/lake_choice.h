// A lake keeps the tables and columns that it was made with: who fills it need not repeat them.
#pragma once

#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "app/settings.h"
#include "base/result.h"
#include "duckdb/lake.h"

namespace lake {

// The settings with the tables and columns of the lake that they name, where they choose none
// themselves; unchanged when there is no such lake yet. A catalog that does not answer is waited
// for, as its writer would, and `on_wait` is told why: taken for no lake, it would be given tables
// that it was made without. Other errors are those of Lake::Open.
Result<Settings> LikeTheLake(Settings settings, std::stop_token stop,
                             const std::function<void(const Error&)>& on_wait = {});

// Whether the settings say which tables are written, rather than leaving it to the lake.
bool ChoosesTables(const Settings& settings);

// The tables of ours that stand in the lake's schema, also when they have no rows.
Result<std::vector<std::string>> TablesOfLake(Connection& connection, const Lake& lake,
                                              const Settings& settings);

}  // namespace lake
