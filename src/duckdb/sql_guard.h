// The gate for SQL of others: which statements may run when nothing may change.
//
// Judges a whole text before anything of it is prepared, because preparing binds and binding has
// effects. What stands inside EXPLAIN, PREPARE, CREATE TEMP TABLE, CREATE MACRO and the like is
// judged as if it stood alone, by DuckDB's own parse tree; everything else is written anew from its
// words, so that what runs is what was judged. Whatever is not known to read only is refused. Used
// by `sql`, and by everything else that takes SQL from outside.
//
// The second line is the engine: LockEngine keeps it from everything but local files, or from
// everything but the lake, and locks its settings. The lake has to be attached read-only.
//
// Not judged: views and macros in the lake itself; who writes the lake decides what they read.
//
// One thread; one guard per session, because macros stay. Errors: kInvalidArgument for what is
// refused or is no SQL.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "duckdb/database.h"
#include "duckdb/sql_allowed.h"
#include "duckdb/sql_query_judge.h"
#include "duckdb/sql_tokens.h"

namespace lake {

// A parse tree takes a hundred times the room of its text.
inline constexpr std::size_t kGuardedSqlBytesMax = std::size_t{1} << 20;

class SqlGuard {
 public:
  // `way_out` ends every refusal: what allows more ("--write allows it").
  static Result<SqlGuard> Make(std::string way_out, SqlAudience audience = SqlAudience::kUser);

  // The statements of the text, in a spelling that may be run.
  Result<std::vector<std::string>> Judge(const std::string& sql);
  // The text's only statement, which is a query or explains one.
  Result<std::string> JudgeQuery(const std::string& sql);

 private:
  SqlGuard(std::unique_ptr<SqlQueryJudge> queries, std::string way_out)
      : queries_(std::move(queries)), way_out_(std::move(way_out)) {}
  Error Refusal(const Status& why) const;

  std::unique_ptr<SqlQueryJudge> queries_;
  std::string way_out_;
};

enum class FileReach : std::uint8_t {
  kLocalFiles,  // what the process may read on this machine, and the lake
  kLakeOnly,    // the lake
};

// Bounds the engine behind `connection`, for all its connections and for good: files within
// `reach` (`data_path` is where the lake's lie, "" without a lake), no extensions, no other
// databases, and only AllowedSettings (sql_allowed.h) can be set. To be called when the lake is
// attached.
Status LockEngine(Connection& connection, const std::string& data_path, FileReach reach);

}  // namespace lake
