#include "app/open_lake.h"

#include <fmt/format.h>

#include <vector>

#include "silver/silver_status.h"

namespace lake {
namespace {

// The schemas of the lake besides DuckLake's own first one and silver's.
Result<std::vector<std::string>> SchemasOf(Lake& lake) {
  TRY_ASSIGN(Connection connection, lake.Connect());
  TRY_ASSIGN(Statement find,
             connection.Prepare("SELECT schema_name FROM duckdb_schemas() WHERE database_name = ? "
                                "AND schema_name <> 'main' AND schema_name <> ? ORDER BY ALL"));
  TRY_ASSIGN(QueryResult rows,
             find.Bind(1, lake.options().catalog_name).Bind(2, kSilverSchema).Execute());
  std::vector<std::string> schemas;
  while (true) {
    TRY_ASSIGN(bool more, rows.Next());
    if (!more) return schemas;
    for (std::size_t row = 0; row < rows.size(); ++row) schemas.emplace_back(rows.Text(0, row));
  }
}

// The one schema of a lake that does not have the schema of `options`.
Result<std::string> OnlySchema(LakeOptions options) {
  const std::string wanted = options.schema_name;
  options.schema_name = "main";
  options.read_only = true;
  TRY_ASSIGN(std::unique_ptr<Lake> lake, Lake::Open(options));
  TRY_ASSIGN(std::vector<std::string> schemas, SchemasOf(*lake));
  if (schemas.size() == 1) return schemas[0];
  return Error{Code::kNotFound,
               fmt::format("lake {} has no schema {} (it has: {})", lake->location().shown, wanted,
                           fmt::join(schemas, ", "))};
}

// Opens an existing lake. Its tables stand in one schema; when that is not the one of the settings,
// people who only want to look should not have to know its name.
Result<std::unique_ptr<Lake>> OpenExisting(LakeOptions options, bool read_only) {
  options.create = false;
  options.read_only = true;  // a writer would make the missing schema
  {
    TRY_ASSIGN(std::unique_ptr<Lake> lake, Lake::Open(options));
    bool has_schema = lake->Connect().ok();
    if (has_schema && read_only) return lake;
    if (!has_schema) {
      lake.reset();
      TRY_ASSIGN(options.schema_name, OnlySchema(options));
    }
  }
  options.read_only = read_only;
  return Lake::Open(options);
}

}  // namespace

LakeOptions LakeOptionsOf(const Settings& settings) {
  LakeOptions options;
  options.location = settings.lake;
  options.data_path = settings.data_path;
  options.catalog_name = settings.catalog_name;
  options.schema_name = settings.schema_name;
  options.metadata_schema = settings.metadata_schema;
  options.threads = static_cast<int>(settings.threads);
  options.memory_limit = settings.memory_bytes;
  return options;
}

Result<std::unique_ptr<Lake>> OpenLakeToRead(const Settings& settings) {
  LakeOptions options = LakeOptionsOf(settings);
  options.further_schemas = {std::string(kSilverSchema)};
  return OpenExisting(std::move(options), true);
}

Result<std::unique_ptr<Lake>> OpenMovedLake(const Settings& settings, bool read_only) {
  LakeOptions options = LakeOptionsOf(settings);
  options.data_moved = true;
  return OpenExisting(std::move(options), read_only);
}

Result<std::unique_ptr<Lake>> OpenLakeToChange(const Settings& settings) {
  return OpenExisting(LakeOptionsOf(settings), false);
}

}  // namespace lake
