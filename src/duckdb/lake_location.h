// Where a lake is: which catalog DuckLake attaches and where its Parquet files lie.
//
// Spellings: a folder (the embedded default: catalog.ducklake and data/ inside it, which may be
// moved as a whole), `ducklake:FILE`, `ducklake:sqlite:FILE`, `ducklake:postgres:CONNECTION` where
// CONNECTION is libpq's key=value form or a postgresql:// URI (spec 000), and such a URI alone
// (spec 002).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace lake {

enum class CatalogKind : std::uint8_t { kDuckDb, kSqlite, kPostgres };

struct LakeLocation {
  CatalogKind kind = CatalogKind::kDuckDb;
  std::string attach;        // what ATTACH is given, without the password
  std::string password;      // PostgreSQL: of the connection
  std::string catalog_file;  // DuckDB and SQLite: the file's path
  // Absolute folder or URL that ends in '/'; empty: what the catalog says.
  std::string data_path;
  bool movable = false;  // a folder lake: data_path wins over what the catalog remembers
  std::string shown;     // for messages: without secrets
};

// Relative paths become absolute. kInvalidArgument for what is none of the spellings, for names
// that DuckDB would read as something else, and for connection strings that do not parse; passwords
// are never in the message, and hidden from then on (base/redact.h).
Result<LakeLocation> ParseLakeLocation(std::string_view lake, std::string_view data_path);

// Whether the catalog of that spelling is a PostgreSQL server's.
bool IsPostgresCatalog(std::string_view lake);

// kInvalidArgument for names that DuckDB keeps for itself: of the catalog (`memory`, `temp`, ...,
// also those of DuckLake's own catalogs) and of a schema.
Status CheckLakeNames(std::string_view catalog_name, std::string_view schema_name);

// Whether a data path is a folder of this machine rather than a URL.
bool IsLocalPath(std::string_view path);

}  // namespace lake
