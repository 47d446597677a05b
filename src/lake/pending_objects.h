// PendingFiles of a lake whose files are objects of a store: the list is an object beside them,
// written whole each time, one request more per set of files. It is neither kept in the catalog,
// where it would cost every commit a transaction of its own and a lost catalog would lose it, nor
// found by listing the data, which takes minutes where a lake has millions of objects.
//
// DuckDB's listing does not find keys with '+', '&' or "%20" in them: below such a data path
// nothing is removed for a killed run.
//
// What a set of files drops (an attempt that lost, a table without rows) cannot be removed without
// a connection: it is kept until RemoveDiscarded.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "lake/pending_files.h"

namespace lake {

std::shared_ptr<PendingFiles> NewPendingObjects(const std::string& data_path, std::string_view host,
                                                std::string_view name);

// As FindLeftFiles.
Result<std::vector<LeftFiles>> FindLeftObjects(Connection& connection, const LeftFilesQuery& query);

}  // namespace lake
