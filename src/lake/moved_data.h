// Whether the data of a lake is where somebody says that it was moved to.
//
// Runs in the caller's transaction.
#pragma once

#include <cstdint>

#include "base/result.h"
#include "duckdb/lake.h"

namespace lake {

// `lake` was opened with that place (LakeOptions::data_moved). How many files its current snapshot
// has, all of which are there. kNotFound and kConflict when the folder has no mark or that of
// another lake, kDataLoss with how many files are missing.
Result<std::uint64_t> CheckMovedData(Connection& connection, const Lake& lake);

}  // namespace lake
