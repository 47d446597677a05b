// Asks the lake: SQL from the arguments, a file or standard input.
#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <vector>

#include "app/hot_and_lake.h"
#include "app/open_lake.h"
#include "app/run_commands.h"
#include "app/sql_run.h"
#include "base/file.h"
#include "duckdb/sql_guard.h"

namespace lake {
namespace {

// Far above what anybody writes; a wrong file is not read into memory.
constexpr std::size_t kSqlBytesMax = std::size_t{16} << 20;
constexpr std::size_t kCellColumns = 64;  // on a terminal
constexpr std::string_view kWayOut = "--write allows it";

// DuckDB's own refusals have no code of their own.
bool IsReadOnlyError(const Error& error) {
  return error.message.find("read-only mode") != std::string::npos ||
         error.message.find("readonly database") != std::string::npos;
}

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

Result<std::vector<std::string>> JudgedStatements(const std::string& sql) {
  TRY_ASSIGN(SqlGuard guard, SqlGuard::Make(std::string(kWayOut)));
  return guard.Judge(sql);
}

Status CheckSettings(const Settings& settings) {
  if (settings.write && settings.sandbox) {
    return {Code::kInvalidArgument, "sql: give either --write or --sandbox, not both"};
  }
  if (settings.write && ReadsHot(settings)) {
    return {Code::kInvalidArgument,
            "sql: with the hot buffer statements only read: give either --hot or --write"};
  }
  return {};
}

Result<OpenedStores> OpenStores(const Invocation& invocation,
                                std::span<const std::string> statements) {
  const Settings& settings = invocation.settings;
  if (ReadsHot(settings)) return OpenHotAndLake(settings, statements, invocation.stop);
  TRY_ASSIGN(std::unique_ptr<Lake> lake,
             settings.write ? OpenLakeToChange(settings) : OpenLakeToRead(settings));
  TRY_ASSIGN(Connection connection, lake->Connect());
  return OpenedStores{std::move(lake), std::move(connection)};
}

}  // namespace

Status RunSql(const Invocation& invocation) {
  TRY_ASSIGN(std::string sql, StatementsOf(invocation));
  const Settings& settings = invocation.settings;
  TRY(CheckSettings(settings));
  std::vector<std::string> statements;
  if (!settings.write) {
    TRY_ASSIGN(statements, JudgedStatements(sql));
  }
  TRY_ASSIGN(OpenedStores stores, OpenStores(invocation, statements));
  Connection& connection = stores.connection;
  std::stop_callback interrupt(invocation.stop, [&connection] { connection.Interrupt(); });
  if (settings.write) {
    TRY_ASSIGN(statements, WritingStatements(connection, sql));
  } else {
    TRY(LockEngine(connection, stores.lake ? stores.lake->data_path() : "",
                   settings.sandbox ? FileReach::kLakeOnly : FileReach::kLocalFiles));
  }
  SqlRun run(connection, {settings.format, ::isatty(STDOUT_FILENO) == 1 ? kCellColumns : 0});
  for (std::size_t i = 0; i < statements.size(); ++i) {
    Status status = run.Run(statements[i]);
    if (!status.ok() && stores.view) status = CauseOf(*stores.view, status.error());
    if (!status.ok() && IsReadOnlyError(status.error())) {
      status = {Code::kInvalidArgument,
                fmt::format("this statement does more than read; {}", kWayOut)};
    }
    if (statements.size() > 1) {
      status = std::move(status).Context(fmt::format("statement {}", i + 1));
    }
    TRY(std::move(status));
  }
  return {};
}

}  // namespace lake
