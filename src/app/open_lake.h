// Opens the lake that the settings name. When it holds one schema only, that one is taken whatever
// its name, so that looking at a lake needs no knowledge of how it was written. Errors: those of
// Lake::Open, and kNotFound when the schema is not there.
#pragma once

#include <memory>

#include "app/settings.h"
#include "base/result.h"
#include "duckdb/lake.h"

namespace lake {

LakeOptions LakeOptionsOf(const Settings& settings);

// An existing lake; nothing in it can be changed.
Result<std::unique_ptr<Lake>> OpenLakeToRead(const Settings& settings);

// An existing lake.
Result<std::unique_ptr<Lake>> OpenLakeToChange(const Settings& settings);

// An existing lake whose data is where the settings say, whatever its catalog says.
Result<std::unique_ptr<Lake>> OpenMovedLake(const Settings& settings, bool read_only);

}  // namespace lake
