// Runs SQL statements one after the other and prints their rows.
//
// A call of one of DuckLake's maintenance functions gets a transaction of its own when none is
// open: bound in one transaction and run in the next, it would end DuckDB. One thread.
#pragma once

#include <string>
#include <vector>

#include "app/result_printer.h"
#include "base/result.h"
#include "duckdb/database.h"

namespace lake {

// The statements of a text that may do anything. Errors: DuckError of a text that is no SQL.
Result<std::vector<std::string>> WritingStatements(Connection& connection, const std::string& sql);

class SqlRun {
 public:
  SqlRun(Connection& connection, ResultFormat format)
      : connection_(connection), format_(std::move(format)) {}

  Status Run(const std::string& statement);

 private:
  Status RunAll(const std::string& statement);
  Status Show(Statement& statement, QueryResult result);

  Connection& connection_;
  ResultFormat format_;
  bool in_transaction_ = false;  // that the statements began themselves
  bool at_once_ = false;         // not streaming
};

}  // namespace lake
