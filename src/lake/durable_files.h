// The Parquet files behind a lake's snapshots: which are new, whether they are whole, and making
// them durable. DuckLake itself never syncs them, while the catalog's commit is durable
// so that a power cut may tear files of a committed snapshot.
#pragma once

#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "duckdb/lake.h"

namespace lake {

struct LakeFile {
  std::string path;  // absolute, or a URL
  std::uint64_t bytes;
  std::int64_t snapshot;  // that brought it
};

// Data and delete files that the current snapshot holds and that came after snapshot `after`.
Result<std::vector<LakeFile>> ReadNewFiles(Connection& connection, const Lake& lake,
                                           std::int64_t after);

// The lake's last snapshot, and the one that the caller's transaction sees.
Result<std::int64_t> ReadLastSnapshot(Connection& connection, const Lake& lake);
Result<std::int64_t> ReadOwnSnapshot(Connection& connection, const Lake& lake);

// Which of the files, by their names, the catalog knows: any snapshot that it still has holds them,
// or held them, and they are to be deleted once nobody reads them. Of snapshots only those after
// `after` are looked at.
Result<std::set<std::string>> ReadNamed(Connection& connection, const Lake& lake,
                                        std::span<const std::string> paths, std::int64_t after);

// Makes files, and the names in their folders up to the data path, durable.
Status SyncFiles(const std::string& data_path, const std::vector<std::string>& paths);

// kDataLoss for a file of the catalog that is missing, has another size than the catalog says or no
// Parquet end: it was torn.
Status CheckFile(const LakeFile& file);

// Both.
Status CheckAndSyncFiles(const Lake& lake, const std::vector<LakeFile>& files);

// The durable mark: the last snapshot whose files are known to be durable, in a file of the data
// path. 0 when there is none. Only a hint that saves work: without it all files are checked.
Result<std::int64_t> ReadDurableMark(const Lake& lake);
Status WriteDurableMark(const Lake& lake, std::int64_t snapshot);

}  // namespace lake
