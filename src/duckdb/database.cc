#include "duckdb/database.h"

#include <fmt/format.h>

#include <new>
#include <utility>

#include "duckdb/error.h"
#include "duckdb/extensions.h"
#include "duckdb/row_scan.h"
#include "duckdb/writer_threads.h"

namespace lake {
namespace {

class Config {
 public:
  Config() {
    if (duckdb_create_config(&config_) != DuckDBSuccess) throw std::bad_alloc();
  }
  ~Config() { duckdb_destroy_config(&config_); }
  Config(const Config&) = delete;
  Config& operator=(const Config&) = delete;

  Status Set(const char* name, const std::string& value) {
    if (duckdb_set_config(config_, name, value.c_str()) == DuckDBSuccess) return {};
    return {Code::kInvalidArgument, fmt::format("DuckDB does not take {} = '{}'", name, value)};
  }
  duckdb_config raw() const { return config_; }

 private:
  duckdb_config config_ = nullptr;
};

Status Configure(const DatabaseOptions& options, Config& config) {
  // Where there are some, LoadOwnExtensions knows them by their hash, and then closes this.
  TRY(config.Set("allow_unsigned_extensions", options.extensions.empty() ? "false" : "true"));
  TRY(config.Set("autoinstall_known_extensions", "false"));
  TRY(config.Set("autoload_known_extensions", "false"));
  TRY(config.Set("preserve_insertion_order", options.keep_order ? "true" : "false"));
  if (options.threads > 0) TRY(config.Set("threads", std::to_string(options.threads)));
  if (options.memory_limit > 0)
    TRY(config.Set("memory_limit", fmt::format("{}B", options.memory_limit)));
  if (!options.temp_folder.empty()) TRY(config.Set("temp_directory", options.temp_folder));
  if (options.read_only) TRY(config.Set("access_mode", "READ_ONLY"));
  if (!options.caches_files) TRY(config.Set("enable_external_file_cache", "false"));
  return {};
}

// DuckDB says "18.8 GiB", of the machine or of the container.
Status LowerMemoryLimit(Connection& connection, std::uint64_t most) {
  TRY_ASSIGN(
      QueryResult limit,
      connection.Query(fmt::format(
          "SELECT split_part(value, ' ', 1)::DOUBLE * 1024.0 ** (CASE split_part(value, ' ', "
          "2) WHEN 'KiB' THEN 1 WHEN 'MiB' THEN 2 WHEN 'GiB' THEN 3 WHEN 'TiB' THEN 4 ELSE 0 "
          "END) > {} FROM duckdb_settings() WHERE name = 'memory_limit'",
          most)));
  TRY(limit.NextSingleRow());
  if (!limit.Bool(0, 0)) return {};
  return connection.Execute(fmt::format("SET memory_limit = '{}B'", most));
}

}  // namespace

Database::Database() : row_scans_(std::make_unique<RowScans>()) {}

Database::~Database() { duckdb_close(&database_); }

Result<std::shared_ptr<Database>> Database::Open(const DatabaseOptions& options) {
  Config config;
  TRY(Configure(options, config));
  std::shared_ptr<Database> database(new Database);
  char* text = nullptr;
  const char* path = options.path.empty() ? nullptr : options.path.c_str();
  if (duckdb_open_ext(path, &database->database_, config.raw(), &text) != DuckDBSuccess) {
    Error error = DuckError(text == nullptr ? "DuckDB cannot be opened" : text);
    duckdb_free(text);
    return error;
  }
  TRY_ASSIGN(Connection connection, Connection::Open(database));
  if (!options.extensions.empty()) TRY(LoadOwnExtensions(connection, options.extensions));
  TRY(RegisterRowScan(connection));
  TRY_ASSIGN(QueryResult threads, connection.Query("SELECT current_setting('threads')::BIGINT"));
  TRY(threads.NextSingleRow());
  database->threads_ = static_cast<int>(threads.Int(0, 0));
  if (options.memory_limit == 0 && options.memory_most > 0) {
    TRY(LowerMemoryLimit(connection, options.memory_most));
  }
  if (options.one_thread_at_rest) TRY(SetThreads(connection, 1));
  return database;
}

Result<Connection> Connection::Open(std::shared_ptr<Database> database) {
  Connection connection;
  connection.database_ = std::move(database);
  if (duckdb_connect(connection.database_->raw(), &connection.connection_) != DuckDBSuccess) {
    return {Code::kInternal, "DuckDB gives no connection"};
  }
  return connection;
}

Connection::Connection(Connection&& other) noexcept
    : database_(std::move(other.database_)),
      connection_(std::exchange(other.connection_, nullptr)),
      first_failure_(std::move(other.first_failure_)) {}

Connection& Connection::operator=(Connection&& other) noexcept {
  std::swap(database_, other.database_);
  std::swap(connection_, other.connection_);
  std::swap(first_failure_, other.first_failure_);
  return *this;
}

Connection::~Connection() {
  if (connection_ != nullptr) duckdb_disconnect(&connection_);
}

Status Connection::Execute(const std::string& sql) {
  auto result = Query(sql);
  return result.ok() ? Status() : std::move(result).status();
}

Result<QueryResult> Connection::Query(const std::string& sql) {
  duckdb_result raw;
  const duckdb_state state = duckdb_query(connection_, sql.c_str(), &raw);
  QueryResult result(raw, first_failure_);
  if (state != DuckDBSuccess) return first_failure_->Note(DuckError(raw));
  return result;
}

Result<QueryResult> Connection::Stream(const std::string& sql) {
  TRY_ASSIGN(Statement statement, Prepare(sql));
  return statement.Stream();
}

Result<Statement> Connection::Prepare(const std::string& sql) {
  duckdb_prepared_statement prepared = nullptr;
  const duckdb_state state = duckdb_prepare(connection_, sql.c_str(), &prepared);
  Statement statement(prepared, first_failure_);
  if (state == DuckDBSuccess) return statement;
  const char* text = duckdb_prepare_error(prepared);
  return first_failure_->Note(DuckError(text == nullptr ? "a statement cannot be prepared" : text));
}

void Connection::Interrupt() { duckdb_interrupt(connection_); }

}  // namespace lake
