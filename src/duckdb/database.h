// RAII over libduckdb's C API: one engine instance and its connections.
//
// A Database is thread-safe and shared; a Connection belongs to one thread at a time (Interrupt is
// the exception) and keeps its Database alive. Extensions are never installed or loaded implicitly:
// see extensions.h. Errors: DuckError (error.h); inside a Transaction what
// follows from a failure is reported as that failure (first_failure.h).
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "duckdb/first_failure.h"
#include "duckdb/query_result.h"
#include "duckdb/statement.h"

namespace lake {

class RowScans;

struct DatabaseOptions {
  std::string path{};              // empty: in memory
  int threads = 0;                 // 0: one per core
  std::uint64_t memory_limit = 0;  // bytes; 0: DuckDB's default, 80 % of the machine
  std::uint64_t memory_most = 0;   // what that default is cut to; 0: not at all
  std::string temp_folder{};       // where it spills; empty: DuckDB's default
  // Files that are loaded while it opens; later ones must be signed (extensions.h).
  std::vector<std::string> extensions{};
  bool read_only = false;
  // Off for writers: it would make them wait for each other, and the row scan keeps what matters.
  bool keep_order = true;
  // Off for writers: what they read of files that they write is kept up to the memory limit, and
  // nobody reads it again; and a repair reads a file again when another stands in its place.
  bool caches_files = true;
  // Work with one thread until a WriterThreads asks for all of them (writer_threads.h).
  bool one_thread_at_rest = false;
};

class Connection;

class Database {
 public:
  static Result<std::shared_ptr<Database>> Open(const DatabaseOptions& options);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  // At most, and not while it rests.
  int threads() const { return threads_; }
  duckdb_database raw() const { return database_; }
  // The row sources that the table function lake_rows serves (row_scan.h).
  RowScans& row_scans() { return *row_scans_; }

 private:
  Database();

  duckdb_database database_ = nullptr;
  int threads_ = 1;
  std::unique_ptr<RowScans> row_scans_;
};

class Connection {
 public:
  static Result<Connection> Open(std::shared_ptr<Database> database);
  Connection(Connection&& other) noexcept;
  Connection& operator=(Connection&& other) noexcept;
  ~Connection();

  // Runs one or more statements and drops their rows.
  Status Execute(const std::string& sql);
  // The rows, materialised.
  Result<QueryResult> Query(const std::string& sql);
  // The rows, produced while they are read. Nothing else may run on the connection until then.
  Result<QueryResult> Stream(const std::string& sql);
  Result<Statement> Prepare(const std::string& sql);
  // Makes the running statement fail with kCancelled. From any thread.
  void Interrupt();

  Database& database() const { return *database_; }
  // What Transaction tells of its begin and end; shared with the connection's statements.
  const std::shared_ptr<FirstFailure>& first_failure() const { return first_failure_; }
  duckdb_connection raw() const { return connection_; }

 private:
  Connection() = default;

  std::shared_ptr<Database> database_;
  duckdb_connection connection_ = nullptr;
  std::shared_ptr<FirstFailure> first_failure_ = std::make_shared<FirstFailure>();
};

}  // namespace lake
