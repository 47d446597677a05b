#include "duckdb/lake_location.h"

#include <fmt/format.h>

#include <filesystem>

#include "base/redact.h"

namespace lake {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kScheme = "ducklake:";
constexpr std::string_view kSqlite = "sqlite:";
constexpr std::string_view kPostgres = "postgres:";

std::string Absolute(std::string_view path) {
  std::error_code error;
  fs::path out = fs::absolute(fs::path(path), error).lexically_normal();
  std::string text = error ? std::string(path) : out.string();
  while (text.size() > 1 && text.back() == '/') text.pop_back();
  return text;
}

std::string DataPath(std::string_view path) {
  if (path.empty()) return {};
  std::string out = IsLocalPath(path) ? Absolute(path) : std::string(path);
  if (out.back() != '/') out += '/';
  return out;
}

Result<LakeLocation> ParseCatalog(std::string_view text, std::string_view data_path) {
  LakeLocation out;
  out.data_path = DataPath(data_path);
  std::string_view rest = text.substr(kScheme.size());
  std::string_view prefix;
  if (rest.starts_with(kPostgres)) {
    out.kind = CatalogKind::kPostgres;
    out.attach = std::string(text);
    out.shown = Redact(out.attach);
    return out;
  }
  if (rest.starts_with(kSqlite)) {
    out.kind = CatalogKind::kSqlite;
    prefix = kSqlite;
    rest.remove_prefix(kSqlite.size());
  }
  if (rest.empty() || rest.find("://") != std::string_view::npos) {
    return {Code::kInvalidArgument,
            fmt::format("{}: a catalog is ducklake:FILE, ducklake:sqlite:FILE or "
                        "ducklake:postgres:CONNECTION",
                        Redact(std::string(text)))};
  }
  out.catalog_file = Absolute(rest);
  out.attach = fmt::format("{}{}{}", kScheme, prefix, out.catalog_file);
  out.shown = out.attach;
  return out;
}

}  // namespace

bool IsLocalPath(std::string_view path) { return path.find("://") == std::string_view::npos; }

Result<LakeLocation> ParseLakeLocation(std::string_view lake, std::string_view data_path) {
  if (lake.starts_with(kScheme)) return ParseCatalog(lake, data_path);
  if (lake.empty() || !IsLocalPath(lake)) {
    return {Code::kInvalidArgument,
            fmt::format("'{}' is not a lake: give a folder or a ducklake: catalog",
                        Redact(std::string(lake)))};
  }
  const std::string folder = Absolute(lake);
  std::error_code error;
  if (fs::is_regular_file(folder, error)) {
    return {Code::kInvalidArgument,
            fmt::format("{} is a file; a lake is a folder, or ducklake:{}", folder, folder)};
  }
  LakeLocation out;
  out.catalog_file = folder + "/catalog.ducklake";
  out.attach = fmt::format("{}{}", kScheme, out.catalog_file);
  out.data_path = data_path.empty() ? folder + "/data/" : DataPath(data_path);
  out.movable = data_path.empty();
  out.shown = folder;
  return out;
}

}  // namespace lake
