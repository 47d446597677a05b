// Whether a query only reads, told from DuckDB's own parse tree, before anything is bound: binding
// a table function already opens its file or its connection.
//
// It has an engine of its own, without extensions, that parses and never runs what it is given; the
// functions of that engine are the scalar functions that are allowed. One thread.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <string_view>

#include "base/result.h"
#include "duckdb/database.h"
#include "duckdb/sql_allowed.h"

namespace lake {

class SqlQueryJudge {
 public:
  static Result<std::unique_ptr<SqlQueryJudge>> Make(SqlAudience audience = SqlAudience::kUser);

  // kInvalidArgument with DuckDB's words for a text that is no SQL. Asks the parser alone: taking
  // statements apart as Script does already opens the files of some pragmas.
  Status CheckSyntax(const std::string& sql);

  // Exactly one query (SELECT, FROM, VALUES, DESCRIBE, SHOW, SUMMARIZE, ...) that names only what
  // sql_allowed.h has. kInvalidArgument names what it may not; with an empty message it is no
  // query at all.
  Status Judge(const std::string& query);

  // A macro of the session, whose body was judged.
  void AllowMacro(std::string name);

 private:
  SqlQueryJudge(Connection connection, SqlAudience audience)
      : connection_(std::move(connection)), audience_(audience) {}
  Status ReadFunctions();
  Status ReadViews();
  // DuckDB's parse tree, or its parse error, as JSON.
  Result<std::string> TreeOf(const std::string& sql);

  Connection connection_;
  const SqlAudience audience_;
  std::set<std::string, std::less<>> functions_;
  std::set<std::string, std::less<>> views_;  // that DuckDB brings
  std::set<std::string, std::less<>> macros_;
};

}  // namespace lake
