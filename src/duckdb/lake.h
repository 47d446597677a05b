// A DuckLake, attached: the engine instance, the name the catalog is attached by and the schema its
// tables stand in.
//
// Open creates what is missing (folder, catalog, data folder with its marker, schema) unless told
// not to. Thread-safe as Database is; connections come from Connect. Errors never hold the secrets
// of the location. Codes: kNotFound when there is no lake and none may be made, kConflict when
// another process holds the catalog or the data path is another catalog's, kUnavailable when its
// server does not answer.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "duckdb/database.h"
#include "duckdb/lake_location.h"

namespace lake {

struct LakeOptions {
  std::string location;  // lake_location.h
  std::string data_path{};
  std::string catalog_name = "lake";  // the attach alias; spec 000's catalog_name
  std::string schema_name = "bronze";
  // Where names that `schema_name` has not are looked for: those of these schemas that are there.
  std::vector<std::string> further_schemas{};
  // The schema of DuckLake's own tables in the catalog's database; empty: its first one.
  std::string metadata_schema{};
  bool read_only = false;
  bool create = true;
  // The data was moved: the path given counts, not the one that the catalog remembers.
  bool data_moved = false;
  // A writer that settles conflicts itself: DuckLake must not retry behind its back.
  bool committer = false;
  int threads = 0;
  std::uint64_t memory_limit = 0;
  std::string temp_folder{};
  std::string extension_folder{};  // empty: FindExtensionFolder's places
  int zstd_level = 1;              // of new lakes; higher ones cost time and save little
};

class Lake {
 public:
  static Result<std::unique_ptr<Lake>> Open(const LakeOptions& options);

  // A connection whose unqualified names are this lake's tables, of the schema and of those further
  // ones that it had when it was opened.
  Result<Connection> Connect();

  const LakeOptions& options() const { return options_; }
  const LakeLocation& location() const { return location_; }
  Database& database() { return *database_; }
  // For connections of other threads.
  const std::shared_ptr<Database>& shared_database() const { return database_; }
  // The quoted path of a table of the lake's schema.
  std::string Table(std::string_view name) const;
  // The quoted path of the schema.
  std::string Schema() const;
  // The quoted path of a table of DuckLake's own catalog, e.g. ducklake_data_file.
  std::string CatalogTable(std::string_view name) const;
  // Where Parquet files go; ends in '/'.
  const std::string& data_path() const { return data_path_; }
  // Where the catalog says that they go, which is where other programs read. In a folder that was
  // moved or copied it is another place, until somebody opens it to write.
  const std::string& recorded_data_path() const { return recorded_data_path_; }
  // Writes data_path() into the catalog. Not in a transaction.
  Status RecordDataPath(Connection& connection);
  bool has_local_data() const { return IsLocalPath(data_path_); }
  // Identity of the catalog: the UUID of its main schema, made with it.
  const std::string& catalog_id() const { return catalog_id_; }

 private:
  Lake() = default;
  // The files of the extensions that the location needs.
  Result<std::vector<std::string>> Extensions() const;
  Status Attach(Connection& connection);
  Status AttachCatalog(Connection& connection);
  Status ReadIdentity(Connection& connection);
  Status PrepareSchema(Connection& connection);
  Status FindSchemas(Connection& connection);

  LakeOptions options_;
  LakeLocation location_;
  std::shared_ptr<Database> database_;
  std::string data_path_;
  std::string recorded_data_path_;
  std::string catalog_id_;
  std::string search_path_;  // quoted paths of schemas
};

// How many tables the lake's schema has, or has of that name.
Result<std::int64_t> CountTables(Connection& connection, const Lake& lake,
                                 std::string_view name = {});

}  // namespace lake
