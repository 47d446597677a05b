// Asks the lake: SQL from the arguments, a file or standard input.
#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <optional>

#include "app/open_lake.h"
#include "app/output.h"
#include "app/result_printer.h"
#include "app/run_commands.h"
#include "base/file.h"
#include "duckdb/script.h"

namespace lake {
namespace {

// Far above what anybody writes; a wrong file is not read into memory.
constexpr std::size_t kSqlBytesMax = std::size_t{16} << 20;
constexpr std::size_t kCellColumns = 64;  // on a terminal

Result<std::string> ReadStandardInput() {
  std::string text;
  char part[4096];
  while (std::size_t size = std::fread(part, 1, sizeof part, stdin)) {
    text.append(part, size);
    if (text.size() > kSqlBytesMax) {
      return Error{Code::kResourceExhausted,
                   "the statements on standard input are longer than 16 MiB"};
    }
  }
  return text;
}

Result<std::string> StatementsOf(const Invocation& invocation) {
  const std::string& file = invocation.settings.file;
  if (!invocation.arguments.empty() && !file.empty()) {
    return Error{Code::kInvalidArgument, "sql: give either a statement or a file, not both"};
  }
  if (!invocation.arguments.empty() && invocation.arguments[0] != "-")
    return invocation.arguments[0];
  if (!file.empty()) return ReadSmallFile(file, kSqlBytesMax);
  bool asks = invocation.arguments.empty() && ::isatty(STDIN_FILENO) == 1;
  if (asks)
    return Error{Code::kInvalidArgument,
                 "sql: a statement is missing\n  see stellarlake sql --help"};
  return ReadStandardInput();
}

// Whether a statement can do no harm beside a lake that is attached read-only. CREATE and DROP are
// there for temporary tables and for PIVOT, which makes a type.
bool OnlyReads(duckdb_statement_type type) {
  switch (type) {
    case DUCKDB_STATEMENT_TYPE_SELECT:
    case DUCKDB_STATEMENT_TYPE_EXPLAIN:
    case DUCKDB_STATEMENT_TYPE_RELATION:
    case DUCKDB_STATEMENT_TYPE_PRAGMA:
    case DUCKDB_STATEMENT_TYPE_SET:
    case DUCKDB_STATEMENT_TYPE_VARIABLE_SET:
    case DUCKDB_STATEMENT_TYPE_TRANSACTION:
    case DUCKDB_STATEMENT_TYPE_CREATE:
    case DUCKDB_STATEMENT_TYPE_CREATE_FUNC:
    case DUCKDB_STATEMENT_TYPE_DROP:
      return true;
    default:
      return false;
  }
}

Error Refusal() {
  return {Code::kInvalidArgument, "this statement does more than read; --write allows it"};
}

// DuckDB's own refusals have no code of their own.
bool IsReadOnlyError(const Error& error) {
  return error.message.find("read-only mode") != std::string::npos ||
         error.message.find("readonly database") != std::string::npos;
}

// A plan is a picture: its lines are printed as they are.
Status PrintPlan(QueryResult& result) {
  constexpr std::size_t kPlanColumn = 1;
  while (true) {
    TRY_ASSIGN(bool more, result.Next());
    if (!more) return {};
    for (std::size_t row = 0; row < result.size(); ++row) {
      TRY(Print(fmt::format("{}\n", result.Text(kPlanColumn, row))));
    }
  }
}

Status RunStatement(Statement statement, const ResultFormat& format, bool may_write) {
  if (!may_write && !OnlyReads(statement.type())) {
    return Refusal();
  }
  TRY_ASSIGN(QueryResult result, statement.Stream());
  if (statement.type() == DUCKDB_STATEMENT_TYPE_EXPLAIN && format.name == "table")
    return PrintPlan(result);
  if (result.has_rows()) {
    TRY_ASSIGN(std::uint64_t rows, PrintResult(result, format, Print));
    static_cast<void>(rows);
    return {};
  }
  // Changes happen while their result is read.
  while (true) {
    TRY_ASSIGN(bool more, result.Next());
    if (!more) return {};
  }
}

}  // namespace

Status RunSql(const Invocation& invocation) {
  TRY_ASSIGN(std::string sql, StatementsOf(invocation));
  const Settings& settings = invocation.settings;
  TRY_ASSIGN(std::unique_ptr<Lake> lake,
             settings.write ? OpenLakeToChange(settings) : OpenLakeToRead(settings));
  TRY_ASSIGN(Connection connection, lake->Connect());
  std::stop_callback interrupt(invocation.stop, [&connection] { connection.Interrupt(); });
  TRY_ASSIGN(Script script, Script::Parse(connection, sql));
  ResultFormat format{settings.format, ::isatty(STDOUT_FILENO) == 1 ? kCellColumns : 0};
  for (std::size_t i = 0; i < script.size(); ++i) {
    Result<Statement> statement = script.Prepare(i);
    Status status = statement.ok()
                        ? RunStatement(std::move(statement).value(), format, settings.write)
                        : std::move(statement).status();
    if (!status.ok() && IsReadOnlyError(status.error())) status = Refusal();
    if (script.size() > 1) status = std::move(status).Context(fmt::format("statement {}", i + 1));
    TRY(status);
  }
  return {};
}

}  // namespace lake
