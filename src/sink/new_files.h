// The files that DuckLake has written for a transaction before it is committed: it does not tell,
// so they are found in the folders of local lakes by their names, which begin with the time they
// were made.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sink/table_storage.h"

namespace lake {

// Files made since `since_ms` (Unix time) in the folder and in its partitions of ledgers [lo, hi].
void FindNewFiles(const TableStorage& storage, std::int64_t since_ms, std::uint32_t lo,
                  std::uint32_t hi, std::vector<std::string>& out);

}  // namespace lake
