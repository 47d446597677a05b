#include "duckdb/lake.h"

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <utility>

#include "base/file.h"
#include "base/log.h"
#include "duckdb/data_marker.h"
#include "duckdb/error.h"
#include "duckdb/extensions.h"
#include "duckdb/s3_secret.h"
#include "duckdb/transaction.h"
#include "table/sql_text.h"

namespace lake {
namespace {

// What DuckLake keeps of each snapshot stays in memory up to the limit: 80 % of the machine would
// fill within a day of following the tip.
constexpr std::uint64_t kWriterMemory = std::uint64_t{2} << 30;

namespace fs = std::filesystem;

// How long a statement waits for SQLite's write lock before it is an error that can be retried.
constexpr int kSqliteBusyMs = 30'000;
constexpr std::string_view kSecretName = "stellarlake_catalog";

Status MakeParentFolder(const std::string& file) {
  std::error_code error;
  fs::create_directories(fs::path(file).parent_path(), error);
  if (error) return ErrnoError(error.value(), fs::path(file).parent_path().string());
  return {};
}

Status RequireCatalogFile(const LakeLocation& location, bool create) {
  if (location.catalog_file.empty()) return {};
  std::error_code error;
  if (fs::exists(location.catalog_file, error)) return {};
  if (create) return MakeParentFolder(location.catalog_file);
  return {Code::kNotFound,
          fmt::format("there is no lake: {} does not exist", location.catalog_file)};
}

std::string AttachSql(const LakeLocation& location, const LakeOptions& options) {
  std::string out =
      fmt::format("ATTACH {} AS {} (DATA_INLINING_ROW_LIMIT 0", QuoteLiteral(location.attach),
                  QuoteIdentifier(options.catalog_name));
  if (!location.data_path.empty()) {
    out += fmt::format(", DATA_PATH {}", QuoteLiteral(location.data_path));
  }
  if (location.movable || options.data_moved) out += ", OVERRIDE_DATA_PATH true";
  if (!options.metadata_schema.empty()) {
    out += fmt::format(", METADATA_SCHEMA {}", QuoteLiteral(options.metadata_schema));
  }
  if (!options.create || options.read_only) out += ", CREATE_IF_NOT_EXISTS false";
  if (options.read_only) out += ", READ_ONLY";
  // The path of an attached catalog is there for everybody to read; a secret is not.
  if (!location.password.empty()) out += fmt::format(", META_SECRET '{}'", kSecretName);
  if (location.kind == CatalogKind::kSqlite) {
    out += fmt::format(", META_JOURNAL_MODE 'WAL', META_BUSY_TIMEOUT {}", kSqliteBusyMs);
  }
  return out + ")";
}

// The path that the catalog remembers, from DuckLake's words that another was given; "" when they
// are about something else.
std::string RecordedPath(std::string_view message) {
  constexpr std::string_view kBefore = "does not match existing data path in the catalog \"";
  const std::size_t at = message.find(kBefore);
  if (at == message.npos) return "";
  message.remove_prefix(at + kBefore.size());
  return std::string(message.substr(0, message.find('"')));
}

// Refusals that users meet, with what to do: another process has the file open, or it is damaged.
Error InOurWords(const Error& error, const LakeLocation& location) {
  const std::string holder = LockHolder(error.message);
  if (!holder.empty()) {
    return {Code::kConflict,
            fmt::format("{} has the catalog open ({}); a catalog in a DuckDB file is for one "
                        "process at a time: wait until that one has ended, or stop it. A lake that "
                        "is read while it is written keeps its catalog in SQLite (--lake "
                        "ducklake:sqlite:FILE --data-path FOLDER) or in PostgreSQL (--lake "
                        "'ducklake:postgres:...' --data-path ...), where many write at once, too",
                        holder, location.catalog_file)};
  }
  if (const std::string recorded = RecordedPath(error.message); !recorded.empty()) {
    return {Code::kInvalidArgument,
            fmt::format("the lake keeps its data in {}, not in {} (a relative --data-path is taken "
                        "from the current folder). Leave --data-path out, or, when the data was "
                        "moved there, say so: stellarlake lake move --lake {} --data-path {}",
                        recorded, location.data_path, location.shown, location.data_path)};
  }
  const bool broken = error.code == Code::kInternal || error.code == Code::kDataLoss ||
                      error.message.find("Catalog Error: ") != std::string::npos ||
                      error.message.find("Conversion Error: ") != std::string::npos;
  if (location.catalog_file.empty() || !broken) return error;
  return {Code::kDataLoss,
          fmt::format("the catalog {} is damaged: restore the catalog from a backup; committed "
                      "data is intact ({})",
                      location.catalog_file, error.message)};
}

// A catalog that is gone, or empty as after a crash of the disk, must not be made anew over data of
// committed ledgers: it would take those files for its own rubbish. The data's marker tells.
Status RequireNoLostCatalog(const LakeLocation& location, bool create) {
  if (location.catalog_file.empty() || location.data_path.empty() ||
      !IsLocalPath(location.data_path)) {
    return {};
  }
  std::error_code error;
  const bool missing = !fs::exists(location.catalog_file, error);
  if (!missing && (fs::file_size(location.catalog_file, error) > 0 || error)) return {};
  if (!fs::exists(fs::path(location.data_path) / kDataMarkerName, error)) return {};
  const Code code = !missing ? Code::kDataLoss : create ? Code::kConflict : Code::kNotFound;
  return {
      code,
      fmt::format("{} {}, and {} belongs to another catalog, or to this one before it was "
                  "lost: restore the catalog from a backup, committed data is intact; or "
                  "name another lake",
                  location.catalog_file, missing ? "is missing" : "is empty", location.data_path)};
}

// What a run leaves that was killed while it made the catalog of a new folder lake: a file that has
// not all of DuckDB's three headers. Nothing was ever kept in it, and no data folder is marked.
void RemoveUnfinishedCatalog(const LakeLocation& location) {
  constexpr std::size_t kHeadersBytes = 3 * 4096;
  constexpr std::string_view kMagic = "DUCK";
  constexpr std::size_t kMagicAt = 8;
  if (!location.movable) return;
  const auto text = ReadSmallFile(location.catalog_file, kHeadersBytes - 1);
  std::error_code error;
  if (!text.ok() || fs::exists(fs::path(location.data_path) / kDataMarkerName, error)) return;
  const bool begun = text->size() >= kMagicAt + kMagic.size() &&
                     std::string_view(*text).substr(kMagicAt, kMagic.size()) == kMagic;
  if (text->empty() || begun) fs::remove(location.catalog_file, error);
}

Result<bool> HasSchema(Connection& connection, std::string_view catalog, std::string_view schema) {
  TRY_ASSIGN(Statement find,
             connection.Prepare("SELECT count(*) FROM duckdb_schemas() WHERE database_name = ? AND "
                                "schema_name = ?"));
  TRY_ASSIGN(QueryResult found, find.Bind(1, catalog).Bind(2, schema).Execute());
  TRY(found.NextSingleRow());
  return found.Int(0, 0) > 0;
}

}  // namespace

Result<std::unique_ptr<Lake>> Lake::Open(const LakeOptions& options) {
  std::unique_ptr<Lake> lake(new Lake);
  lake->options_ = options;
  TRY(CheckLakeNames(options.catalog_name, options.schema_name));
  TRY_ASSIGN(lake->location_, ParseLakeLocation(options.location, options.data_path));
  TRY(RequireNoLostCatalog(lake->location_, options.create && !options.read_only));
  if (options.create && !options.read_only) RemoveUnfinishedCatalog(lake->location_);
  TRY(RequireCatalogFile(lake->location_, options.create && !options.read_only));
  TRY_ASSIGN(std::vector<std::string> extensions, lake->Extensions());
  TRY_ASSIGN(lake->database_, Database::Open({.threads = options.threads,
                                              .memory_limit = options.memory_limit,
                                              .memory_most = options.committer ? kWriterMemory : 0,
                                              .temp_folder = options.temp_folder,
                                              .extensions = std::move(extensions),
                                              .keep_order = options.read_only,
                                              .caches_files = !options.committer,
                                              .one_thread_at_rest = options.committer}));
  TRY_ASSIGN(Connection connection, Connection::Open(lake->database_));
  if (!IsLocalPath(lake->location_.data_path)) {
    TRY_ASSIGN(const std::string secret,
               S3SecretSql([](const char* name) { return std::getenv(name); }));
    TRY(connection.Execute(secret));
  }
  TRY(lake->Attach(connection).Context(fmt::format("lake {}", lake->location_.shown)));
  return lake;
}

Result<std::vector<std::string>> Lake::Extensions() const {
  TRY_ASSIGN(const std::string folder, FindExtensionFolder(options_.extension_folder));
  std::vector<std::string> paths = {ExtensionPath(folder, "ducklake")};
  const auto add = [&](std::string_view name) { paths.push_back(ExtensionPath(folder, name)); };
  if (location_.kind == CatalogKind::kSqlite) add("sqlite_scanner");
  if (location_.kind == CatalogKind::kPostgres) add("postgres_scanner");
  if (!IsLocalPath(location_.data_path)) add("httpfs");
  return paths;
}

// Another spelling of the place that the catalog remembers (a link, a mount) is that place.
Status Lake::AttachCatalog(Connection& connection) {
  const Status attached = connection.Execute(AttachSql(location_, options_));
  if (attached.ok()) return {};
  const std::string recorded = RecordedPath(attached.error().message);
  std::error_code error;
  if (recorded.empty() || !IsLocalPath(recorded) || !IsLocalPath(location_.data_path) ||
      !fs::equivalent(recorded, location_.data_path, error)) {
    return InOurWords(attached.error(), location_);
  }
  location_.data_path = recorded;
  const Status again = connection.Execute(AttachSql(location_, options_));
  return again.ok() ? again : InOurWords(again.error(), location_);
}

Status Lake::Attach(Connection& connection) {
  if (!location_.password.empty()) {
    TRY(connection.Execute(fmt::format("CREATE TEMPORARY SECRET {} (TYPE postgres, PASSWORD {})",
                                       kSecretName, QuoteLiteral(location_.password))));
  }
  TRY(AttachCatalog(connection));
  if (Status read = ReadIdentity(connection); !read.ok()) {
    return InOurWords(read.error(), location_);
  }
  if (has_local_data()) {
    TRY(CheckDataMarker(data_path_, catalog_id_, !options_.read_only));
  }
  if (!options_.read_only) {
    if (location_.movable) TRY(RecordDataPath(connection));
    TRY(PrepareSchema(connection));
  }
  return FindSchemas(connection);
}

Status Lake::ReadIdentity(Connection& connection) {
  TRY_ASSIGN(QueryResult id,
             connection.Query(fmt::format("SELECT schema_uuid::VARCHAR FROM {} WHERE schema_id = 0",
                                          CatalogTable("ducklake_schema"))));
  TRY(id.NextSingleRow());
  catalog_id_ = std::string(id.Text(0, 0));
  TRY_ASSIGN(QueryResult path,
             connection.Query(fmt::format("SELECT \"value\" FROM {} WHERE \"key\" = 'data_path'",
                                          CatalogTable("ducklake_metadata"))));
  TRY(path.NextSingleRow());
  recorded_data_path_ = std::string(path.Text(0, 0));
  data_path_ = location_.data_path.empty() ? recorded_data_path_ : location_.data_path;
  return {};
}

Status Lake::RecordDataPath(Connection& connection) {
  if (recorded_data_path_ == data_path_) return {};
  TRY(connection.Execute(fmt::format("UPDATE {} SET \"value\" = {} WHERE \"key\" = 'data_path'",
                                     CatalogTable("ducklake_metadata"), QuoteLiteral(data_path_))));
  LogInfo("the lake was moved: its catalog says now that the data is in {}, no longer in {}",
          data_path_, recorded_data_path_);
  recorded_data_path_ = data_path_;
  return {};
}

Status Lake::PrepareSchema(Connection& connection) {
  TRY_ASSIGN(const bool there, HasSchema(connection, options_.catalog_name, options_.schema_name));
  if (there) return {};
  const std::string catalog = QuoteIdentifier(options_.catalog_name);
  TRY_ASSIGN(Transaction transaction, Transaction::Begin(connection));
  TRY(connection.Execute(fmt::format("CREATE SCHEMA IF NOT EXISTS {}", Schema())));
  // Kept in the catalog, so that every writer of the lake, also a foreign one, writes alike.
  for (const auto& [name, value] :
       {std::pair<std::string_view, std::string>{"parquet_compression", "zstd"},
        {"parquet_compression_level", std::to_string(options_.zstd_level)},
        {"data_inlining_row_limit", "0"}}) {
    TRY(connection.Execute(fmt::format("CALL {}.set_option({}, {})", catalog, QuoteLiteral(name),
                                       QuoteLiteral(value))));
  }
  return transaction.Commit();
}

// Names are looked for in the first one first.
Status Lake::FindSchemas(Connection& connection) {
  search_path_ = Schema();
  for (const std::string& schema : options_.further_schemas) {
    TRY_ASSIGN(const bool there, HasSchema(connection, options_.catalog_name, schema));
    if (!there) continue;
    search_path_ += "," + QualifiedName({options_.catalog_name, schema});
  }
  return {};
}

Result<Connection> Lake::Connect() {
  TRY_ASSIGN(Connection connection, Connection::Open(database_));
  if (options_.committer) TRY(connection.Execute("SET ducklake_max_retry_count = 0"));
  auto used =
      connection.Execute(options_.further_schemas.empty()
                             ? fmt::format("USE {}", Schema())
                             : fmt::format("SET search_path = {}", QuoteLiteral(search_path_)));
  if (!used.ok()) return std::move(used).Context(fmt::format("lake {}", location_.shown));
  return connection;
}

std::string Lake::Table(std::string_view name) const {
  return QualifiedName({options_.catalog_name, options_.schema_name, name});
}

std::string Lake::Schema() const {
  return QualifiedName({options_.catalog_name, options_.schema_name});
}

std::string Lake::CatalogTable(std::string_view name) const {
  return QualifiedName({fmt::format("__ducklake_metadata_{}", options_.catalog_name),
                        options_.metadata_schema, name});
}

Result<std::int64_t> CountTables(Connection& connection, const Lake& lake, std::string_view name) {
  std::string sql = fmt::format(
      "SELECT count(*) FROM duckdb_tables() WHERE database_name = {} AND schema_name = {}",
      QuoteLiteral(lake.options().catalog_name), QuoteLiteral(lake.options().schema_name));
  if (!name.empty()) sql += fmt::format(" AND table_name = {}", QuoteLiteral(name));
  TRY_ASSIGN(QueryResult rows, connection.Query(sql));
  TRY(rows.NextSingleRow());
  return rows.Int(0, 0);
}

}  // namespace lake
