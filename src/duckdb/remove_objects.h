// Removes objects of a store that DuckDB writes to (s3://...). SQL has no statement for it; what
// can remove is DuckLake's clean-up of its own files. So a catalog in memory is attached for a
// moment that knows nothing but these objects, and is told to clean up: the same library, the same
// secrets and the same proxies as those that wrote them.
#pragma once

#include <span>
#include <string>

#include "base/result.h"
#include "duckdb/database.h"

namespace lake {

// Those that are not there are no error. The connection has ducklake and what the store needs
// loaded and is in no transaction. After an error any part of them may be gone.
Status RemoveObjects(Connection& connection, std::span<const std::string> urls);

}  // namespace lake
