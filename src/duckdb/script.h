// A text of several SQL statements, taken apart by DuckDB's own parser, for running SQL that a
// person wrote. Statements are prepared one after the other, because a later one may need what an
// earlier one made.
//
// One thread; lives no longer than its Connection. Errors: DuckError.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "base/result.h"
#include "duckdb/database.h"
#include "duckdb/statement.h"

namespace lake {

class Script {
 public:
  static Result<Script> Parse(Connection& connection, const std::string& sql);
  Script(Script&& other) noexcept;
  Script& operator=(Script&& other) noexcept;
  ~Script();

  std::size_t size() const { return size_; }
  // Each one once: DuckDB takes the statement over.
  Result<Statement> Prepare(std::size_t index);

 private:
  explicit Script(const Connection& connection)
      : connection_(connection.raw()), first_failure_(connection.first_failure()) {}

  duckdb_connection connection_;
  std::shared_ptr<FirstFailure> first_failure_;
  duckdb_extracted_statements statements_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace lake
