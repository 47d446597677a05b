#include "duckdb/sql_guard.h"

#include <fmt/format.h>

#include "duckdb/sql_allowed.h"
#include "duckdb/sql_statement_judge.h"
#include "table/sql_text.h"

namespace lake {

Result<SqlGuard> SqlGuard::Make(std::string way_out, SqlAudience audience) {
  TRY_ASSIGN(std::unique_ptr<SqlQueryJudge> queries, SqlQueryJudge::Make(audience));
  return SqlGuard(std::move(queries), std::move(way_out));
}

Error SqlGuard::Refusal(const Status& why) const {
  const std::string& message = why.error().message;
  if (message.starts_with("Parser Error")) return why.error();
  return {why.error().code,
          fmt::format("{}; {}", message.empty() ? "this statement does more than read" : message,
                      way_out_)};
}

Result<std::vector<std::string>> SqlGuard::Judge(const std::string& sql) {
  if (sql.size() > kGuardedSqlBytesMax) {
    return Error{Code::kInvalidArgument, "the statements are longer than 1 MiB"};
  }
  if (sql.find('\0') != sql.npos) {
    return Error{Code::kInvalidArgument, "there is a zero byte in the statements"};
  }
  TRY(queries_->CheckSyntax(sql));
  const std::vector<SqlToken> tokens = SqlTokens(sql);
  const std::vector<std::span<const SqlToken>> statements = SqlStatements(tokens);
  std::vector<std::string> judged;
  for (std::size_t i = 0; i < statements.size(); ++i) {
    Result<std::string> one = SqlStatementJudge(sql, statements[i], *queries_).Judge();
    if (!one.ok()) {
      Status refusal = Refusal(one.status());
      if (statements.size() == 1) return refusal;
      return std::move(refusal).Context(fmt::format("statement {}", i + 1));
    }
    judged.push_back(std::move(one).value());
  }
  return judged;
}

Result<std::string> SqlGuard::JudgeQuery(const std::string& sql) {
  const std::vector<SqlToken> tokens =
      sql.size() > kGuardedSqlBytesMax ? std::vector<SqlToken>() : SqlTokens(sql);
  const std::vector<std::span<const SqlToken>> statements = SqlStatements(tokens);
  const bool one = statements.size() == 1;
  const bool query = one && (statements[0][0].IsSign('(') || BeginsQuery(statements[0][0].value));
  TRY_ASSIGN(std::vector<std::string> judged, Judge(sql));
  if (!query || judged.size() != 1) {
    return Refusal({Code::kInvalidArgument, "one statement that asks is wanted"});
  }
  return std::move(judged[0]);
}

Status LockEngine(Connection& connection, const std::string& data_path, FileReach reach) {
  std::string folders = data_path.empty() ? "" : QuoteLiteral(data_path);  // '' is every folder
  if (reach == FileReach::kLocalFiles) folders += folders.empty() ? "'/'" : ", '/'";
  std::string settings;
  for (std::string_view name : AllowedSettings()) {
    settings += (settings.empty() ? "" : ", ") + QuoteLiteral(name);
  }
  for (const std::string& sql : {fmt::format("SET allowed_directories = [{}]::VARCHAR[]", folders),
                                 fmt::format("SET allowed_configs = [{}]", settings),
                                 std::string("SET enable_external_access = false"),
                                 std::string("SET lock_configuration = true")}) {
    TRY(connection.Execute(sql).Context("locking the engine"));
  }
  return {};
}

}  // namespace lake
