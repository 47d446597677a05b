#include "duckdb/extensions.h"

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <vector>

#include "base/thread.h"
#include "table/sql_text.h"

namespace lake {
namespace {

namespace fs = std::filesystem;

// To check a signature DuckDB starts a thread for each of these, and ends the process when it does
// not get one.
constexpr std::uintmax_t kSignedChunkBytes = std::uintmax_t{1} << 20;

constexpr std::string_view kBuildFolder = STELLARLAKE_DEPS;  // set by the build

bool IsFolder(const std::string& path) {
  std::error_code error;
  return fs::is_directory(path, error);
}

}  // namespace

Result<std::string> FindExtensionFolder(const std::string& configured) {
  if (!configured.empty()) {
    if (IsFolder(configured)) return configured;
    return {Code::kNotFound, fmt::format("the extension folder {} does not exist", configured)};
  }
  std::vector<std::string> places;
  if (const char* text = std::getenv("STELLARLAKE_EXTENSIONS"); text != nullptr && *text != '\0') {
    places.emplace_back(text);
  }
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  if (!error) places.push_back((program.parent_path() / "extensions").string());
  if (!kBuildFolder.empty()) places.push_back(fmt::format("{}/extensions", kBuildFolder));
  std::string looked;
  for (const std::string& place : places) {
    if (IsFolder(place)) return place;
    looked += (looked.empty() ? "" : ", ") + place;
  }
  return {
      Code::kNotFound,
      fmt::format("DuckDB's extensions are not there; looked in {}. Set STELLARLAKE_EXTENSIONS to "
                  "the folder that holds ducklake.duckdb_extension",
                  looked)};
}

Status LoadExtension(Connection& connection, const std::string& folder, std::string_view name) {
  const std::string path = fmt::format("{}/{}.duckdb_extension", folder, name);
  const std::string what = fmt::format("extension {}", name);
  std::error_code error;
  const std::uintmax_t bytes = fs::file_size(path, error);
  if (!error) TRY(ProbeThreads(bytes / kSignedChunkBytes + 1, "signature").Context(what));
  return connection.Execute(fmt::format("LOAD {}", QuoteLiteral(path))).Context(what);
}

Result<std::string> ExtensionVersion(Connection& connection, std::string_view name) {
  TRY_ASSIGN(
      Statement statement,
      connection.Prepare("SELECT coalesce(max(extension_version), '') FROM duckdb_extensions() "
                         "WHERE extension_name = ? AND loaded"));
  TRY_ASSIGN(QueryResult rows, statement.Bind(1, name).Execute());
  TRY(rows.NextSingleRow());
  const std::string_view version = rows.Text(0, 0);
  if (version.empty()) return {Code::kNotFound, fmt::format("extension {} is not loaded", name)};
  return std::string(version);
}

}  // namespace lake
