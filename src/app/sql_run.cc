#include "app/sql_run.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/output.h"
#include "base/redact.h"
#include "base/visible_text.h"
#include "duckdb/script.h"
#include "duckdb/sql_tokens.h"
#include "duckdb/transaction.h"

namespace lake {
namespace {

// Nothing that is printed holds a secret that this program was given.
Status PrintWithoutSecrets(std::string_view text) { return Print(HideKnownSecrets(text)); }

// A plan is a picture: its lines are printed as they are.
Status PrintPlan(QueryResult& result) {
  constexpr std::size_t kPlanColumn = 1;
  return ForEachRow(result, [&](std::size_t row) {
    return PrintWithoutSecrets(VisibleLines(result.Text(kPlanColumn, row)) + "\n");
  });
}

bool CallsMaintenance(const std::vector<SqlToken>& tokens) {
  if (tokens.empty()) return false;
  if (tokens[0].IsWord("call")) return true;
  const bool query = tokens[0].IsWord("select") || tokens[0].IsWord("from");
  return query && std::ranges::any_of(tokens, [](const SqlToken& token) {
           return token.IsIdentifier() && token.value.starts_with("ducklake_");
         });
}

// How the statement changes whether a transaction is open.
bool InTransactionAfter(const std::vector<SqlToken>& tokens, bool before) {
  constexpr std::string_view kEnds[] = {"commit", "end", "rollback", "abort"};
  if (tokens.empty()) return before;
  if (tokens[0].IsWord("begin") || tokens[0].IsWord("start")) return true;
  for (std::string_view word : kEnds) {
    if (tokens[0].IsWord(word)) return false;
  }
  return before;
}

}  // namespace

Result<std::vector<std::string>> WritingStatements(Connection& connection, const std::string& sql) {
  TRY_ASSIGN(const Script whole, Script::Parse(connection, sql));
  const std::vector<SqlToken> tokens = SqlTokens(sql);
  std::vector<std::string> statements;
  for (std::span<const SqlToken> part : SqlStatements(tokens)) {
    const std::size_t begin = part.front().begin;
    statements.push_back(sql.substr(begin, part.back().end - begin));
    // Where DuckDB would cut elsewhere, it does it itself.
    if (!Script::Parse(connection, statements.back()).ok()) return std::vector{sql};
  }
  return statements;
}

Status SqlRun::Run(const std::string& statement) {
  const std::vector<SqlToken> tokens = SqlTokens(statement);
  at_once_ = CallsMaintenance(tokens);
  if (!at_once_ || in_transaction_) {
    TRY(RunAll(statement));
    in_transaction_ = InTransactionAfter(tokens, in_transaction_);
    return {};
  }
  TRY_ASSIGN(Transaction transaction, Transaction::Begin(connection_));
  TRY(RunAll(statement));
  return transaction.Commit();
}

Status SqlRun::RunAll(const std::string& statement) {
  TRY_ASSIGN(Script script, Script::Parse(connection_, statement));
  for (std::size_t i = 0; i < script.size(); ++i) {
    TRY_ASSIGN(Statement prepared, script.Prepare(i));
    TRY_ASSIGN(QueryResult result, at_once_ ? prepared.Execute() : prepared.Stream());
    TRY(Show(prepared, std::move(result)));
  }
  return {};
}

Status SqlRun::Show(Statement& statement, QueryResult result) {
  if (statement.type() == DUCKDB_STATEMENT_TYPE_EXPLAIN && format_.name == "table") {
    return PrintPlan(result);
  }
  if (result.has_rows()) return PrintResult(result, format_, PrintWithoutSecrets).status();
  // Changes happen while their result is read.
  return ForEachRow(result, [](std::size_t) { return Status(); });
}

}  // namespace lake
