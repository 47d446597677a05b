#include "support/old_lake.h"

#include <fmt/format.h>
#include <zstd.h>

#include "base/check.h"
#include "base/file.h"
#include "duckdb/extensions.h"
#include "support/temp_folder.h"
#include "table/sql_text.h"

namespace lake::testing {
namespace {

namespace fs = std::filesystem;

void Unpack(const fs::path& from, const fs::path& to) {
  const std::string packed = ReadFile(from);
  std::string content(ZSTD_getFrameContentSize(packed.data(), packed.size()), '\0');
  CHECK(ZSTD_decompress(content.data(), content.size(), packed.data(), packed.size()) ==
        content.size());
  CHECK(WriteFileAtomically(to.string(), content).ok());
}

// The catalog keeps where its data lies.
Status MoveData(const fs::path& catalog, const std::string& data) {
  TRY_ASSIGN(const std::string extensions, FindExtensionFolder());
  TRY_ASSIGN(
      const auto database,
      Database::Open({.threads = 1, .extensions = {ExtensionPath(extensions, "sqlite_scanner")}}));
  TRY_ASSIGN(Connection connection, Connection::Open(database));
  TRY(connection.Execute(
      fmt::format("ATTACH {} AS catalog (TYPE sqlite)", QuoteLiteral(catalog.string()))));
  return connection.Execute(fmt::format(
      "UPDATE catalog.ducklake_metadata SET \"value\" = {} WHERE \"key\" = 'data_path'; DETACH "
      "catalog",
      QuoteLiteral(data + "/")));
}

}  // namespace

::lake::LakeOptions CopyOldLake(const std::string& version, const fs::path& folder) {
  const fs::path from = DataPath("lakes/" + version);
  const fs::path catalog = folder / "catalog.sqlite";
  const std::string data = (folder / "data").string();
  fs::copy(from / "data", data, fs::copy_options::recursive);
  Unpack(from / "catalog.sqlite.zst", catalog);
  CHECK(MoveData(catalog, data).ok());
  ::lake::LakeOptions lake;
  lake.location = "ducklake:sqlite:" + catalog.string();
  lake.data_path = data;
  return lake;
}

}  // namespace lake::testing
