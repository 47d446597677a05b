#include "duckdb/lake_location.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <span>
#include <tuple>
#include <utility>

#include "base/conninfo.h"

namespace lake {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kScheme = "ducklake:";
constexpr std::string_view kSqlite = "sqlite:";
constexpr std::string_view kPostgres = "postgres:";

bool IsPostgresUri(std::string_view text) {
  return text.starts_with("postgresql://") || text.starts_with("postgres://");
}

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

// A local path that DuckDB, DuckLake and the file system all read alike.
Status CheckPath(std::string_view what, std::string_view path) {
  constexpr std::size_t kPathBytesMax = 3500;  // of Linux' 4096; files inside have names, too
  constexpr std::size_t kNameBytesMax = 255;
  if (!IsLocalPath(path)) return {};
  if (path.size() > kPathBytesMax) {
    return {Code::kInvalidArgument,
            fmt::format("{}: a path of {} bytes is too long", what, path.size())};
  }
  // DuckDB takes what follows a ? for parameters, and a backslash for a separator.
  for (const auto& [sign, name] : {std::pair{'?', "a question mark"}, {'\\', "a backslash"}}) {
    if (path.find(sign) == path.npos) continue;
    return {Code::kInvalidArgument,
            fmt::format("{} {}: a path with {} cannot be used; DuckDB reads it otherwise", what,
                        path, name)};
  }
  if (path.find('\0') != path.npos) {
    return {Code::kInvalidArgument, fmt::format("{}: there is a zero byte in the path", what)};
  }
  while (!path.empty()) {
    const std::size_t slash = std::min(path.find('/'), path.size());
    if (slash > kNameBytesMax) {
      return {Code::kInvalidArgument,
              fmt::format("{}: a name of {} bytes in the path is too long", what, slash)};
    }
    path.remove_prefix(std::min(slash + 1, path.size()));
  }
  return {};
}

// "mysql" of "mysql:host=..."; "" when there is none.
std::string_view EngineOf(std::string_view catalog) {
  const std::size_t colon = catalog.find(':');
  if (colon == catalog.npos || colon < 2) return "";
  const std::string_view word = catalog.substr(0, colon);
  const bool plain = std::ranges::all_of(
      word, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
  return plain ? word : "";
}

Result<LakeLocation> ParsePostgres(std::string_view connection, LakeLocation out) {
  auto info = ParseConnInfo(connection);
  if (!info.ok()) return std::move(info).status().Context("--lake ducklake:postgres:");
  out.kind = CatalogKind::kPostgres;
  out.attach = fmt::format("{}{}{}", kScheme, kPostgres, ConnInfoText(*info));
  out.password = info->password;
  out.shown = out.attach;
  return out;
}

Result<LakeLocation> ParseCatalog(std::string_view text, std::string_view data_path) {
  constexpr std::string_view kSpellings =
      "a catalog is ducklake:FILE, ducklake:sqlite:FILE or ducklake:postgres:CONNECTION";
  LakeLocation out;
  out.data_path = DataPath(data_path);
  std::string_view rest = text.substr(kScheme.size());
  std::string_view prefix;
  if (rest.starts_with(kPostgres)) return ParsePostgres(rest.substr(kPostgres.size()), out);
  if (rest.starts_with(kSqlite)) {
    out.kind = CatalogKind::kSqlite;
    prefix = kSqlite;
    rest.remove_prefix(kSqlite.size());
  }
  if (const std::string_view engine = EngineOf(rest); !engine.empty()) {
    return {Code::kInvalidArgument,
            fmt::format("there are no catalogs in {} here; {}", engine, kSpellings)};
  }
  if (rest.empty() || !IsLocalPath(rest)) return {Code::kInvalidArgument, std::string(kSpellings)};
  out.catalog_file = Absolute(rest);
  TRY(CheckPath("--lake", out.catalog_file));
  out.attach = fmt::format("{}{}{}", kScheme, prefix, out.catalog_file);
  out.shown = out.attach;
  return out;
}

bool IsOneOf(std::string_view name, std::span<const std::string_view> reserved) {
  return std::ranges::any_of(reserved, [&](std::string_view other) {
    return std::ranges::equal(name, other, [](char a, char b) {
      return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
    });
  });
}

}  // namespace

Status CheckLakeNames(std::string_view catalog_name, std::string_view schema_name) {
  constexpr std::size_t kNameBytesMax = 255;
  constexpr std::string_view kOwn = "__ducklake_metadata_";
  constexpr auto kCatalogs = std::to_array<std::string_view>(
      {"", "main", "memory", "system", "temp", "pg_catalog", "information_schema"});
  constexpr auto kSchemas =
      std::to_array<std::string_view>({"", "pg_catalog", "information_schema", "temp", "system"});
  for (const auto& [what, name, reserved] :
       {std::tuple{"catalog_name", catalog_name, std::span<const std::string_view>(kCatalogs)},
        {"schema_name", schema_name, std::span<const std::string_view>(kSchemas)}}) {
    if (IsOneOf(name, reserved) || IsOneOf(name.substr(0, kOwn.size()), std::array{kOwn})) {
      return {Code::kInvalidArgument,
              fmt::format("{} '{}' is a name that DuckDB keeps for itself; choose another", what,
                          name)};
    }
    if (name.size() > kNameBytesMax || name.find('\0') != name.npos) {
      return {Code::kInvalidArgument,
              fmt::format("{} is longer than {} bytes or holds a zero byte", what, kNameBytesMax)};
    }
  }
  return {};
}

bool IsPostgresCatalog(std::string_view lake) {
  if (IsPostgresUri(lake)) return true;
  return lake.starts_with(kScheme) && lake.substr(kScheme.size()).starts_with(kPostgres);
}

bool IsLocalPath(std::string_view path) { return path.find("://") == std::string_view::npos; }

Result<LakeLocation> ParseLakeLocation(std::string_view lake, std::string_view data_path) {
  if (!data_path.empty()) TRY(CheckPath("--data-path", DataPath(data_path)));
  if (lake.starts_with(kScheme)) return ParseCatalog(lake, data_path);
  if (IsPostgresUri(lake)) {
    return ParseCatalog(fmt::format("{}{}{}", kScheme, kPostgres, lake), data_path);
  }
  if (lake.empty() || !IsLocalPath(lake)) {
    return {Code::kInvalidArgument,
            "this is not a lake: give a folder or a ducklake: catalog (and --data-path s3://... "
            "for data in object storage)"};
  }
  const std::string folder = Absolute(lake);
  TRY(CheckPath("--lake", folder));
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
