#include "duckdb/remove_objects.h"

#include <fmt/format.h>

#include "table/sql_text.h"

namespace lake {
namespace {

constexpr std::string_view kCatalog = "stellarlake_removal";

Status CleanUp(Connection& connection, std::span<const std::string> urls) {
  std::string list;
  for (const std::string& url : urls) {
    if (!list.empty()) list += ", ";
    list += QuoteLiteral(url);
  }
  TRY(connection.Execute(fmt::format("INSERT INTO {} SELECT 0, unnest([{}]), false, now()",
                                     QualifiedName({fmt::format("__ducklake_metadata_{}", kCatalog),
                                                    "ducklake_files_scheduled_for_deletion"}),
                                     list)));
  return connection.Execute(
      fmt::format("CALL ducklake_cleanup_old_files('{}', cleanup_all => true)", kCatalog));
}

}  // namespace

Status RemoveObjects(Connection& connection, std::span<const std::string> urls) {
  if (urls.empty()) return {};
  const std::string folder = urls.front().substr(0, urls.front().rfind('/') + 1);
  TRY(connection.Execute(fmt::format("ATTACH 'ducklake::memory:' AS {} (DATA_PATH {})", kCatalog,
                                     QuoteLiteral(folder))));
  const Status cleaned = CleanUp(connection, urls);
  const Status detached = connection.Execute(fmt::format("DETACH {}", kCatalog));
  return cleaned.ok() ? detached : cleaned;
}

}  // namespace lake
