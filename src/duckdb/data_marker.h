// The file in a lake's data folder that ties the folder to one catalog. Two catalogs over one
// folder destroy each other's files: each takes the other's for orphans.
//
// DuckLake's orphan clean-up removes only Parquet files, so the marker stays.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace lake {

inline constexpr std::string_view kDataMarkerName = ".stellarlake";

// Checks the marker in the local folder `data_path`; a missing one is written when `write`, with
// the folder. kConflict when the folder belongs to another catalog.
Status CheckDataMarker(const std::string& data_path, std::string_view catalog_id, bool write);

// The folder has to bear the marker of the catalog: kNotFound when it has none, kConflict when it
// is another's.
Status RequireDataMarker(const std::string& data_path, std::string_view catalog_id);

}  // namespace lake
