#include "lake/moved_data.h"

#include <fmt/format.h>

#include <vector>

#include "duckdb/data_marker.h"
#include "lake/durable_files.h"
#include "lake/file_faults.h"

namespace lake {

Result<std::uint64_t> CheckMovedData(Connection& connection, const Lake& lake) {
  if (lake.has_local_data()) TRY(RequireDataMarker(lake.data_path(), lake.catalog_id()));
  TRY_ASSIGN(const std::vector<LakeFile> files, ReadNewFiles(connection, lake, -1));
  TRY_ASSIGN(const std::vector<FileFault> faults, FindFileFaults(connection, lake, files));
  if (faults.empty()) return files.size();
  return {Code::kDataLoss,
          fmt::format("{} of the lake's {} files are not in {}, or not whole; the first is {}",
                      faults.size(), files.size(), lake.data_path(), faults.front().path)};
}

}  // namespace lake
