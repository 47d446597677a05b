// What DuckDB's errors become. The texts are those of the locked DuckDB and its extensions; where
// it can be made to fail here, it is.
#include "duckdb/error.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "duckdb/database.h"
#include "duckdb/error_text.h"
#include "duckdb/lake.h"
#include "duckdb/transaction.h"
#include "support/matchers.h"
#include "support/postgres_server.h"
#include "support/temp_folder.h"

namespace lake {
namespace {

using testing::HasMessage;
using ::testing::HasSubstr;
using testing::IsError;
using testing::IsOk;
using ::testing::Not;
using testing::PostgresServer;
using testing::TempFolder;

Connection Memory() {
  auto database = Database::Open({.threads = 1});
  EXPECT_THAT(database, IsOk());
  return std::move(Connection::Open(*database)).value();
}

TEST(DuckError, ClassifiesTheTextsThatWriterMeets) {
  EXPECT_EQ(DuckErrorCode("TransactionContext Error: Failed to commit: Failed to commit DuckLake "
                          "transaction.\nExceeded the maximum retry count of 0 set by the "
                          "ducklake_max_retry_count setting."),
            Code::kConflict);
  EXPECT_EQ(DuckErrorCode("Transaction conflict - attempting to delete from file"),
            Code::kConflict);
  EXPECT_EQ(DuckErrorCode("IO Error: Could not set lock on file \"/x\": Conflicting lock"),
            Code::kConflict);
  EXPECT_EQ(DuckErrorCode("Failed to execute query \"BEGIN IMMEDIATE\": database is locked"),
            Code::kUnavailable);
  EXPECT_EQ(DuckErrorCode("connection to server at \"h\", port 1 failed: Connection refused"),
            Code::kUnavailable);
  EXPECT_EQ(DuckErrorCode("connection to server failed: FATAL: password authentication failed"),
            Code::kInvalidArgument);
  EXPECT_EQ(DuckErrorCode("IO Error: Could not write file \"/x\": No space left on device"),
            Code::kResourceExhausted);
  EXPECT_EQ(
      DuckErrorCode("Binder Error: Failed to get data file list from DuckLake: Failed to prepare "
                    "query \"SELECT 1\": server closed the connection unexpectedly"),
      Code::kUnavailable);
  EXPECT_EQ(
      DuckErrorCode("Failed to initialize DuckLake: ERROR: duplicate key value violates unique "
                    "constraint \"pg_type_typname_nsp_index\""),
      Code::kConflict);
  EXPECT_EQ(
      DuckErrorCode("connection to server on socket \"x\" failed: FATAL: database \"y\" does not "
                    "exist"),
      Code::kNotFound);
  EXPECT_EQ(DuckErrorCode("IO Error: Failed to attach DuckLake MetaData \"m\" at path + "
                          "\"postgres:host=/x\"Unable to connect to Postgres at \"host=/x\": "
                          "connection to server on socket \"/x/.s.PGSQL.1\" failed: No such file "
                          "or directory\n\tIs the server running locally and accepting "
                          "connections on that socket?"),
            Code::kUnavailable);
  // The server went away under a transaction that was being given up; nothing else is said.
  EXPECT_EQ(DuckErrorCode("TransactionContext Error: Failed to commit: Failed to execute query "
                          "\"ROLLBACK\": "),
            Code::kUnavailable);
  EXPECT_EQ(DuckErrorCode("Binder Error: Failed to get data file list from DuckLake: Failed to "
                          "prepare query \"\nSELECT data.path\nFROM x AS data\n\t\t\": "),
            Code::kUnavailable);
  EXPECT_EQ(DuckErrorCode("Binder Error: Failed to query most recent snapshot for DuckLake: Failed "
                          "to describe prepared statement: "),
            Code::kUnavailable);
  EXPECT_EQ(DuckErrorCode("Failed to prepare COPY \"COPY (SELECT 1) TO STDOUT\": "),
            Code::kUnavailable);
  EXPECT_EQ(DuckErrorCode("something never seen"), Code::kInternal);
}

TEST(DuckError, TellsWhatAStoreSaysOfAnObjectFromAStoreThatIsAway) {
  const auto get = [](std::string_view answer) {
    return fmt::format(
        "HTTP Error: HTTP GET error reading 'http://h/b/404.parquet' in region "
        "'eu-west-1' (HTTP {})",
        answer);
  };
  EXPECT_EQ(DuckErrorCode(get("404 Not Found") + " NoSuchKey: The key does not exist."),
            Code::kNotFound);
  EXPECT_EQ(DuckErrorCode(get("416 Range Not Satisfiable")), Code::kDataLoss);
  EXPECT_EQ(DuckErrorCode(get("503 Slow Down")), Code::kUnavailable);
  EXPECT_EQ(DuckErrorCode(get("403 Forbidden")), Code::kUnavailable);
  const Error shorter = DuckError(
      "HTTP Error: Content-Length from server mismatches requested range, server may not support "
      "range requests. You can try to resolve this by enabling `SET force_download=true`");
  EXPECT_EQ(shorter.code, Code::kDataLoss);
  EXPECT_THAT(shorter.message, Not(HasSubstr("force_download")));
}

TEST(DuckErrorText, NamesTheProcessThatHoldsAFile) {
  EXPECT_EQ(LockHolder("IO Error: Could not set lock on file \"/l/catalog.ducklake\": Conflicting "
                       "lock is held in /usr/bin/stellarlake (PID 4711) by user x. See also"),
            "stellarlake (pid 4711)");
  EXPECT_EQ(LockHolder("Could not set lock on file \"/l\": Resource temporarily unavailable"),
            "another process");
  EXPECT_EQ(LockHolder("Catalog Error: no lock is held in here (PID 1)"), "");
}

TEST(DuckError, HidesSecretsOfConnectionStrings) {
  const Error error = DuckError(
      "Unable to connect to Postgres at \"host=h password=hunter2 user=u\": or at "
      "postgresql://u:hunter2@h/db");
  EXPECT_EQ(error.message.find("hunter2"), std::string::npos) << error.message;
}

TEST(DuckError, AUsersOwnWordsDecideNothing) {
  Connection connection = Memory();
  ASSERT_THAT(
      connection.Execute("CREATE TABLE t (a INTEGER PRIMARY KEY); INSERT INTO t VALUES (1)"),
      IsOk());
  const std::pair<const char*, Code> cases[] = {
      {"SELECT error('it already exists')", Code::kInvalidArgument},
      {"SELECT error('server closed the connection')", Code::kInvalidArgument},
      {"SELECT 'out of memory'::INTEGER", Code::kInvalidArgument},
      {"SELECT \"no space left on device\"", Code::kInvalidArgument},
      {"FROM \"x already exists\"", Code::kInvalidArgument},
      {"FROM read_csv('/nowhere/database is locked.csv')", Code::kNotFound},
      {"ATTACH '/nowhere/Transaction conflict.db' AS x", Code::kNotFound},
      {"SELECT 1 'does not exist' FROM", Code::kInvalidArgument},
      {"SELECT 'connection refused' + 1 FROM range(DATE 'interrupted')", Code::kInvalidArgument},
  };
  for (const auto& [sql, code] : cases) {
    EXPECT_THAT(connection.Query(sql), IsError(code)) << sql;
    EXPECT_THAT(connection.Stream(sql), IsError(code)) << sql;
  }
}

TEST(DuckError, TypesOfTheLockedDuckDbDecide) {
  Connection connection = Memory();
  ASSERT_THAT(
      connection.Execute("CREATE TABLE t (a INTEGER PRIMARY KEY); INSERT INTO t VALUES (1)"),
      IsOk());
  const std::pair<const char*, Code> cases[] = {
      {"CREATE TABLE t (a INTEGER)", Code::kConflict},
      {"INSERT INTO t VALUES (1)", Code::kConflict},
      {"INSERT INTO t VALUES (NULL)", Code::kInvalidArgument},
      {"FROM nowhere", Code::kInvalidArgument},
      {"SELEKT", Code::kInvalidArgument},
      {"SET threads = -1", Code::kInvalidArgument},
      {"FROM '/nowhere/x.parquet'", Code::kNotFound},
      {"FROM read_parquet('/proc/self/status')", Code::kDataLoss},
      {"FROM read_text('http://127.0.0.1:1/x')", Code::kInvalidArgument},
      {"ROLLBACK", Code::kInvalidArgument},
  };
  for (const auto& [sql, code] : cases) EXPECT_THAT(connection.Query(sql), IsError(code)) << sql;
}

TEST(DuckError, AdvisesSettingsOfThisProgram) {
  Connection connection = Memory();
  const auto missing = connection.Query("FROM read_text('http://127.0.0.1:1/x')");
  EXPECT_THAT(missing, HasMessage("extensions that its lake needs"));
  EXPECT_THAT(missing, Not(HasMessage("INSTALL")));
  ASSERT_THAT(connection.Execute("SET memory_limit = '4MB'; SET temp_directory = ''"), IsOk());
  const auto memory = connection.Query(
      "CREATE TABLE t AS SELECT i, random() AS r FROM range(10000000) x(i) "
      "ORDER BY r");
  EXPECT_THAT(memory, IsError(Code::kResourceExhausted));
  EXPECT_THAT(memory, HasMessage("raise --memory"));
  EXPECT_THAT(memory, Not(HasMessage("SET ")));
}

TEST(DuckError, LeavesOutTheWrapperOfAPendingResult) {
  Connection connection = Memory();
  auto statement = connection.Prepare("SELECT error('the reason') FROM range(3)");
  ASSERT_THAT(statement, IsOk());
  const auto result = statement->Execute();
  EXPECT_THAT(result, IsError(Code::kInvalidArgument));
  EXPECT_THAT(result, HasMessage("the reason"));
  EXPECT_THAT(result, Not(HasMessage("Attempting to execute")));
  EXPECT_EQ(DuckErrorCode("Invalid Input Error: Attempting to execute an unsuccessful or closed "
                          "pending query result\nError: IO Error: Cannot open file \"/x\": No such "
                          "file or directory",
                          DUCKDB_ERROR_INVALID_INPUT),
            Code::kNotFound);
  EXPECT_EQ(DuckErrorCode("Invalid Input Error: Attempting to fetch from an unsuccessful query "
                          "result\nError: TransactionContext Error: Current transaction is aborted "
                          "(please ROLLBACK)",
                          DUCKDB_ERROR_INVALID_INPUT),
            Code::kUnavailable);
}

TEST(DuckError, KeepsTheCauseOfALongCommitAndNoneOfItsSql) {
  std::string sql = "INSERT INTO \"public\".ducklake_snapshot VALUES (2, NOW(), 1, 2, 2);";
  for (int i = 0; i < 1000; ++i) sql += "INSERT INTO x VALUES ('memo of somebody', \"y\");\n";
  const std::string text =
      "TransactionContext Error: Failed to commit: Failed to commit DuckLake transaction.\n"
      "Exceeded the maximum retry count of 0 set by the ducklake_max_retry_count setting.\n"
      ". Consider increasing the value with: e.g., \"SET ducklake_max_retry_count = 0;\"\n"
      "Failed to flush changes into DuckLake: Failed to execute query \"" +
      sql + "\": ERROR:  permission denied for table ducklake_snapshot\n";
  const Error error = DuckError(text, DUCKDB_ERROR_TRANSACTION);
  EXPECT_EQ(error.code, Code::kInvalidArgument);
  EXPECT_LE(error.message.size(), kErrorTextBytesMax);
  EXPECT_THAT(error.message, HasSubstr("permission denied for table ducklake_snapshot"));
  EXPECT_THAT(error.message, Not(HasSubstr("memo")));
  EXPECT_THAT(error.message, Not(HasSubstr("SET ")));

  const std::string twice =
      "TransactionContext Error: Failed to commit: Failed to commit DuckLake "
      "transaction.\nExceeded "
      "the maximum retry count of 0 set by the ducklake_max_retry_count setting.\n. Consider "
      "increasing the value with: e.g., \"SET ducklake_max_retry_count = 0;\"\nFailed to flush "
      "changes into DuckLake: Failed to execute query \"" +
      sql +
      "\": ERROR:  duplicate key value violates unique constraint \"ducklake_snapshot_pkey\"\n"
      "DETAIL:  Key (snapshot_id)=(memo) already exists.\n";
  const Error conflict = DuckError(twice, DUCKDB_ERROR_TRANSACTION);
  EXPECT_EQ(conflict.code, Code::kConflict);
  EXPECT_THAT(conflict.message, HasSubstr("\"ducklake_snapshot_pkey\""));
  EXPECT_THAT(conflict.message, Not(HasSubstr("memo")));
}

TEST(DuckError, ALongTextKeepsItsHeadAndItsTail) {
  const std::string text = "IO Error: head " + std::string(5000, 'x') + " tail";
  const Error error = DuckError(text);
  EXPECT_LE(error.message.size(), kErrorTextBytesMax);
  EXPECT_THAT(error.message, ::testing::StartsWith("IO Error: head"));
  EXPECT_THAT(error.message, ::testing::EndsWith("x tail"));
}

TEST(DuckError, AFullDiskOfTheCatalogIsFinal) {
  EXPECT_EQ(DuckErrorCode("TransactionContext Error: Failed to commit: Failed to commit DuckLake "
                          "transaction.\nExceeded the maximum retry count of 0 set by the "
                          "ducklake_max_retry_count setting.\n. Consider increasing the value "
                          "with: e.g., \"SET ducklake_max_retry_count = 0;\"\nFailed to flush "
                          "changes into DuckLake: Failed to execute query \"INSERT 1\": ERROR:  "
                          "could not extend file \"base/1/2\": No space left on device"),
            Code::kResourceExhausted);
  EXPECT_EQ(DuckErrorCode("TransactionContext Error: Failed to commit: Failed to commit DuckLake "
                          "transaction.\nFailed to flush changes into DuckLake: database or disk "
                          "is full"),
            Code::kResourceExhausted);
  EXPECT_EQ(DuckErrorCode("TransactionContext Error: Failed to commit: Failed to commit DuckLake "
                          "transaction.\nFailed to flush changes into DuckLake: attempt to write a "
                          "readonly database"),
            Code::kInvalidArgument);
}

TEST(FirstFailure, IsWhatATransactionReportsFromThenOn) {
  Connection connection = Memory();
  auto transaction = Transaction::Begin(connection);
  ASSERT_THAT(transaction, IsOk());
  EXPECT_THAT(connection.Execute("SELECT error('the first')"), HasMessage("the first"));
  EXPECT_THAT(connection.Query("SELECT 1"), HasMessage("the first"));
  EXPECT_THAT(connection.Stream("FROM range(3)"), HasMessage("the first"));
  EXPECT_THAT(connection.Prepare("SELECT 1"), Not(HasMessage("aborted")));
}

TEST(FirstFailure, EndsWithItsTransaction) {
  Connection connection = Memory();
  {
    auto transaction = Transaction::Begin(connection);
    EXPECT_FALSE(connection.Execute("SELECT error('first')").ok());
  }
  EXPECT_THAT(connection.Execute("SELECT 1"), IsOk());
  EXPECT_THAT(connection.Execute("FROM nowhere"), HasMessage("nowhere"));
}

TEST(FirstFailure, ALostCatalogConnectionStaysRetryable) {
  const auto server = PostgresServer::Start();
  if (server == nullptr) GTEST_SKIP();
  const TempFolder folder;
  const std::string keys = server->CreateDatabase("catalog_lost");
  auto lake = Lake::Open(
      {.location = "ducklake:postgres:" + keys, .data_path = folder.File("d"), .committer = true});
  ASSERT_THAT(lake, IsOk());
  auto connection = (*lake)->Connect();
  ASSERT_THAT(connection, IsOk());
  ASSERT_THAT(connection->Execute("CREATE TABLE t (a BIGINT)"), IsOk());
  auto transaction = Transaction::Begin(*connection);
  ASSERT_THAT(transaction, IsOk());
  ASSERT_THAT(connection->Execute("INSERT INTO t VALUES (1)"), IsOk());
  server->Sql("catalog_lost",
              "select pg_terminate_backend(pid) from pg_stat_activity where pid <> "
              "pg_backend_pid() and datname = 'catalog_lost'");
  const Status first = connection->Execute("FROM t");
  EXPECT_THAT(first, IsError(Code::kUnavailable));
  for (const char* sql : {"INSERT INTO t VALUES (2)", "FROM t", "COMMIT"}) {
    const Status after = connection->Execute(sql);
    EXPECT_THAT(after, IsError(Code::kUnavailable)) << sql;
    EXPECT_EQ(after.error().message, first.error().message) << sql;
  }
}

TEST(DuckError, ARoleWithoutInsertIsFinalAndSaysSo) {
  const auto server = PostgresServer::Start();
  if (server == nullptr) GTEST_SKIP();
  const TempFolder folder;
  const std::string keys = server->CreateDatabase("catalog_role");
  const LakeOptions owner{.location = "ducklake:postgres:" + keys, .data_path = folder.File("d")};
  {
    auto lake = Lake::Open(owner);
    ASSERT_THAT(lake, IsOk());
    ASSERT_THAT((*lake)->Connect()->Execute("CREATE TABLE t (a BIGINT)"), IsOk());
  }
  server->Sql("catalog_role",
              "create role reader login; grant select on all tables in schema public to reader");
  LakeOptions reader = owner;
  reader.committer = true;
  reader.location += " user=reader";
  auto lake = Lake::Open(reader);
  ASSERT_THAT(lake, IsOk());
  const Status written = (*lake)->Connect()->Execute("INSERT INTO t VALUES (1)");
  EXPECT_THAT(written, IsError(Code::kInvalidArgument));
  EXPECT_THAT(written, HasMessage("permission denied for table ducklake_"));
  EXPECT_THAT(written, Not(HasMessage("INSERT INTO")));
}

}  // namespace
}  // namespace lake
