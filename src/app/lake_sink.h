// How the settings want rows to be written, and in whose name.
#pragma once

#include <string>

#include "app/settings.h"

namespace lake {

class SelectedTables;
struct DuckLakeSinkOptions;
struct Network;
struct Origin;

// Who writes, and from what.
Origin OriginOf(const Settings& settings, const Network& network, std::string source);

// Into the lake of the settings; all but what belongs to one run. `tables` outlives it.
DuckLakeSinkOptions LakeSinkOptions(const Settings& settings, const SelectedTables& tables,
                                    Origin origin);

}  // namespace lake
