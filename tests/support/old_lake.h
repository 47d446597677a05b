// A lake as an older version left it (tests/data/lakes), to be opened by this one.
#pragma once

#include <filesystem>
#include <string>

#include "duckdb/lake.h"

namespace lake::testing {

// Copies the lake of version `version` into `folder` and gives where it is: a SQLite catalog and
// its data folder. Errors abort.
::lake::LakeOptions CopyOldLake(const std::string& version, const std::filesystem::path& folder);

}  // namespace lake::testing
