// Files of a lake's data path that nobody needs: those that only expired snapshots had, and those
// that no catalog ever named (orphans: of writers other than ours that were killed; what ours leave
// is known by lists, lake/pending_files.h).
//
// Each is removed some time after it was given up, for readers that began before. Orphans are
// looked for in folders only, and never among files that stand in the list of a writer.
// Not in a transaction.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "duckdb/lake.h"

namespace lake {

struct RemovedFiles {
  std::uint64_t files = 0;
  std::uint64_t bytes = 0;  // 0 where they are no files of a folder
};

// Those that were given up before `until` (Unix time).
Result<RemovedFiles> FindOldFiles(Connection& connection, const Lake& lake,
                                  std::int64_t until_micros);
// Removes a part of them, those that were given up first; no files: there are none left.
Result<RemovedFiles> RemoveOldFiles(Connection& connection, const Lake& lake,
                                    std::int64_t until_micros);

// Orphans that were last written before `until`.
Result<std::vector<std::string>> FindOrphans(Connection& connection, const Lake& lake,
                                             std::int64_t until_micros);
RemovedFiles RemoveOrphans(const std::vector<std::string>& paths);

// How many bytes the files of a folder have; what is not there has none.
std::uint64_t BytesOnDisk(const std::vector<std::string>& paths);

}  // namespace lake
