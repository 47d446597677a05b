// The gate for SQL of others against random texts, and the engine behind it.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "duckdb/script.h"
#include "duckdb/sql_guard.h"
#include "support/matchers.h"
#include "support/temp_folder.h"

namespace lake {
namespace {

using testing::IsOk;

SqlGuard Guard() { return std::move(SqlGuard::Make("more allows it")).value(); }

const std::vector<std::string> kHeads = {"",
                                         "explain ",
                                         "explain analyze ",
                                         "explain (analyze) ",
                                         "prepare p as ",
                                         "describe ",
                                         "(",
                                         "create temp table x as ",
                                         "create temp view x as ",
                                         "select * from (",
                                         "with c as (",
                                         ";",
                                         "set variable x = (",
                                         "summarize ",
                                         "create temp macro m() as ",
                                         "/* ",
                                         "-- \n",
                                         "'",
                                         "\"",
                                         "$$",
                                         "e'\\'",
                                         "/* /* */ ",
                                         "select 1 as \"",
                                         "pivot t on ",
                                         "create temp macro m() as table "};
const std::vector<std::string> kBodies = {"select 1",
                                          "from t",
                                          "values (1)",
                                          "delete from t",
                                          "copy t to 'x'",
                                          "insert into t from t",
                                          "select x from t",
                                          "set threads = 1",
                                          "'; delete from t; --",
                                          "1"};
const std::vector<std::string> kTails = {"",
                                         "",
                                         ")",
                                         ") from c",
                                         ";",
                                         " -- x",
                                         " /* ",
                                         " */",
                                         "'",
                                         "$$",
                                         "\"",
                                         " union all select 2",
                                         ");",
                                         "; delete from t",
                                         "\n; select 1",
                                         " using count(*)",
                                         "\\'",
                                         "e'\\'"};

bool IsReading(duckdb_statement_type type) {
  constexpr duckdb_statement_type kTypes[] = {
      DUCKDB_STATEMENT_TYPE_SELECT,       DUCKDB_STATEMENT_TYPE_EXPLAIN,
      DUCKDB_STATEMENT_TYPE_CREATE,       DUCKDB_STATEMENT_TYPE_DROP,
      DUCKDB_STATEMENT_TYPE_VARIABLE_SET, DUCKDB_STATEMENT_TYPE_PREPARE,
      DUCKDB_STATEMENT_TYPE_EXECUTE,      DUCKDB_STATEMENT_TYPE_SET,
      DUCKDB_STATEMENT_TYPE_PRAGMA,       DUCKDB_STATEMENT_TYPE_CREATE_FUNC};
  return std::ranges::find(kTypes, type) != std::end(kTypes);
}

// Statements wrapped and ended at random: whatever passes the guard is, for DuckDB itself, of a
// kind that reads, and changes nothing.
TEST(SqlGuard, RandomTextsThatPassOnlyRead) {
  std::mt19937_64 random(20250101);
  auto database = Database::Open({.threads = 1});
  ASSERT_THAT(database, IsOk());
  auto connection = Connection::Open(*database);
  ASSERT_THAT(connection->Execute("CREATE TABLE t AS SELECT 1 AS x"), IsOk());
  const auto any = [&](const std::vector<std::string>& of) { return of[random() % of.size()]; };
  SqlGuard guard = Guard();
  int passed = 0;
  for (int i = 0; i < 4'000; ++i) {
    std::string sql = any(kHeads) + any(kBodies) + any(kTails);
    if (i % 2 == 0) sql = any(kHeads) + sql + any(kTails);
    auto judged = guard.Judge(sql);
    if (!judged.ok()) continue;
    for (const std::string& statement : *judged) {
      auto script = Script::Parse(*connection, statement);
      if (!script.ok()) continue;
      ASSERT_LE(script->size(), 2u) << sql;
      for (std::size_t s = 0; s < script->size(); ++s) {
        auto prepared = script->Prepare(s);
        if (!prepared.ok()) continue;
        ++passed;
        EXPECT_TRUE(IsReading(prepared->type())) << sql << " -> " << statement;
        if (auto result = prepared->Execute(); !result.ok()) continue;
      }
    }
  }
  EXPECT_GT(passed, 100);
  auto rows = connection->Query("SELECT count(*) FROM main.t");
  ASSERT_THAT(rows, IsOk());
  ASSERT_THAT(rows->NextSingleRow(), IsOk());
  EXPECT_EQ(rows->Int(0, 0), 1);
}

TEST(LockEngine, KeepsFilesHostsAndSettingsAway) {
  const testing::TempFolder folder;
  const std::string inside = folder.Write("data/a.csv", "x\n1\n");
  const std::string outside = folder.Write("b.csv", "x\n2\n");
  for (const FileReach reach : {FileReach::kLocalFiles, FileReach::kLakeOnly}) {
    auto database = Database::Open({.threads = 1});
    auto connection = Connection::Open(*database);
    ASSERT_THAT(connection, IsOk());
    ASSERT_THAT(LockEngine(*connection, folder.File("data") + "/", reach), IsOk());
    EXPECT_THAT(connection->Execute("FROM '" + inside + "'"), IsOk());
    EXPECT_EQ(connection->Execute("FROM '" + outside + "'").ok(), reach == FileReach::kLocalFiles);
    EXPECT_EQ(connection->Execute("FROM '" + folder.File("data") + "/../b.csv'").ok(),
              reach == FileReach::kLocalFiles);
    EXPECT_THAT(connection->Execute("SET TimeZone = 'UTC'"), IsOk());
    for (const char* sql :
         {"SET threads = 1", "SET lock_configuration = false", "SET enable_external_access = true",
          "ATTACH 'http://127.0.0.1:1/x' AS x", "FROM read_text('http://127.0.0.1:1/x')",
          "FROM 's3://a/b.parquet'", "LOAD httpfs", "SET allowed_directories = ['/']"}) {
      EXPECT_FALSE(connection->Execute(sql).ok()) << sql;
    }
  }
}

}  // namespace
}  // namespace lake
