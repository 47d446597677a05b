#include "duckdb/extensions.h"

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <vector>

#include "base/thread.h"
#include "duckdb/extension_pins.h"
#include "table/sql_text.h"

namespace lake {
namespace {

namespace fs = std::filesystem;

// To check a signature DuckDB starts a thread for each of these, and ends the process when it does
// not get one.
constexpr std::uintmax_t kSignedChunkBytes = std::uintmax_t{1} << 20;

constexpr std::string_view kSuffix = ".duckdb_extension";
constexpr std::string_view kBuildFolder = STELLARLAKE_DEPS;  // set by the build

bool IsFolder(const std::string& path) {
  std::error_code error;
  return fs::is_directory(path, error);
}

std::string NameOf(const std::string& path) {
  return fmt::format("extension {}", fs::path(path).stem().string());
}

Status Load(Connection& connection, const std::string& path) {
  return connection.Execute(fmt::format("LOAD {}", QuoteLiteral(path)));
}

Status LoadSigned(Connection& connection, const std::string& path) {
  std::error_code error;
  const std::uintmax_t bytes = fs::file_size(path, error);
  if (!error) TRY(ProbeThreads(bytes / kSignedChunkBytes + 1, "signature").Context(NameOf(path)));
  return Load(connection, path).Context(NameOf(path));
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

std::string ExtensionPath(const std::string& folder, std::string_view name) {
  return fmt::format("{}/{}{}", folder, name, kSuffix);
}

Status LoadExtension(Connection& connection, const std::string& folder, std::string_view name) {
  return LoadSigned(connection, ExtensionPath(folder, name));
}

Status LoadOwnExtensions(Connection& connection, const std::vector<std::string>& paths) {
  std::vector<std::string> others;
  for (const std::string& path : paths) {
    if (!IsPinnedExtension(path)) {
      others.push_back(path);
      continue;
    }
    TRY(Load(connection, path).Context(NameOf(path)));
  }
  TRY(connection.Execute("SET GLOBAL allow_unsigned_extensions = false"));
  for (const std::string& path : others) TRY(LoadSigned(connection, path));
  return {};
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
