#include "duckdb/data_marker.h"

#include <fmt/format.h>

#include <filesystem>

#include "base/file.h"

namespace lake {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxMarkerBytes = 4096;
constexpr std::string_view kHead =
    "# The Parquet files in this folder belong to one DuckLake catalog; never attach another to "
    "it.\n"
    "catalog ";

}  // namespace

Status CheckDataMarker(const std::string& data_path, std::string_view catalog_id, bool write) {
  const std::string path = (fs::path(data_path) / kDataMarkerName).string();
  const std::string expected = fmt::format("{}{}\n", kHead, catalog_id);
  const auto found = ReadSmallFile(path, kMaxMarkerBytes);
  if (found.ok()) {
    if (*found == expected) return {};
    return {Code::kConflict,
            fmt::format(
                "{} belongs to another catalog (see {}); two catalogs over one data path destroy "
                "each other's files",
                data_path, path)};
  }
  if (found.error().code != Code::kNotFound) return found.status();
  if (!write) return {};
  std::error_code error;
  fs::create_directories(data_path, error);
  if (error) return ErrnoError(error.value(), data_path);
  return WriteFileAtomically(path, expected);
}

Status RequireDataMarker(const std::string& data_path, std::string_view catalog_id) {
  std::error_code error;
  if (!fs::exists(fs::path(data_path) / kDataMarkerName, error)) {
    return {Code::kNotFound,
            fmt::format("{} does not bear the mark {} that the data folder of a lake has",
                        data_path, kDataMarkerName)};
  }
  return CheckDataMarker(data_path, catalog_id, false);
}

}  // namespace lake
