// A prepared statement: the way values from outside reach SQL.
//
// One thread; lives no longer than its Connection. Parameters count from 1. A failed Bind is
// reported by Execute, so that binding chains: statement.Bind(1, x).Bind(2, y).Execute().
#pragma once

#include <duckdb.h>

#include <cstdint>
#include <memory>
#include <string_view>
#include <utility>

#include "base/result.h"
#include "duckdb/first_failure.h"
#include "duckdb/query_result.h"
#include "table/column.h"

namespace lake {

class Statement {
 public:
  Statement(duckdb_prepared_statement statement, std::shared_ptr<FirstFailure> first_failure)
      : statement_(statement), first_failure_(std::move(first_failure)) {}
  Statement(Statement&& other) noexcept;
  Statement& operator=(Statement&& other) noexcept;
  ~Statement();

  Statement& Bind(std::uint64_t parameter, std::int64_t value);
  Statement& Bind(std::uint64_t parameter, std::string_view value);
  Statement& Bind(std::uint64_t parameter, Timestamp value);

  Result<QueryResult> Execute();
  // The rows, produced while they are read: see Connection::Stream.
  Result<QueryResult> Stream();
  duckdb_statement_type type() const { return duckdb_prepared_statement_type(statement_); }

 private:
  Result<QueryResult> Run(duckdb_state (*run)(duckdb_prepared_statement, duckdb_result*));
  Statement& Note(duckdb_state state, std::uint64_t parameter);

  duckdb_prepared_statement statement_;
  std::shared_ptr<FirstFailure> first_failure_;  // of the connection
  std::uint64_t bad_parameter_ = 0;
};

}  // namespace lake
