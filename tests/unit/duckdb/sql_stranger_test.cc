// What the gate lets through for those who are to see the lake's tables alone.
#include <gtest/gtest.h>

#include "duckdb/sql_guard.h"
#include "support/matchers.h"
#include "unit/duckdb/refused_statements.h"

namespace lake {
namespace {

using testing::IsError;
using testing::IsOk;
using testing::kRefused;

constexpr const char* kStrangerReads[] = {
    "select 1",
    "from t",
    "from lake.bronze.t at (version => 3)",
    "with c as (from t) select count(*) from c",
    "explain analyze from t",
    "pivot t on a % 2 using count(*)",
    "describe t",
    "show tables",
    "summarize t",
    "from range(3), unnest([1])",
    "from information_schema.columns",
    "from duckdb_tables",
    "from lake.snapshots()",
    "select ? + $1",
    "values (1)",
};

constexpr const char* kStrangerRefused[] = {
    "",
    "select 1; select 2",
    "set timezone = 'UTC'",
    "use lake",
    "begin",
    "pragma database_list",
    "pragma version",
    "call pragma_version()",
    "create temp table x as select 1",
    "prepare p as select 1",
    "from 'mine.parquet'",
    "from \"a/b\"",
    "from mine.csv",
    "from read_csv('mine.csv')",
    "from glob('*')",
    "from parquet_metadata('x')",
    "from __ducklake_metadata_lake.ducklake_data_file",
    "from ducklake_list_files('lake', 't')",
    "from lake.options()",
    "from duckdb_databases",
    "from duckdb_databases()",
    "from pragma_database_list",
    "from main.pragma_database_list",
    "from pg_catalog.pg_database",
    "summarize duckdb_databases",
    "from duckdb_extensions()",
    "from duckdb_temporary_files()",
    "select * from (from pragma_database_list)",
};

TEST(SqlGuardForStrangers, LetsThemSeeTheTablesAlone) {
  SqlGuard guard = std::move(SqlGuard::Make("more allows it", SqlAudience::kStranger)).value();
  for (const char* sql : kStrangerReads) EXPECT_THAT(guard.JudgeQuery(sql), IsOk()) << sql;
  for (const char* sql : kStrangerRefused) {
    EXPECT_THAT(guard.JudgeQuery(sql), IsError(Code::kInvalidArgument)) << sql;
  }
  for (const char* sql : kRefused) {
    EXPECT_THAT(guard.JudgeQuery(sql), IsError(Code::kInvalidArgument)) << sql;
  }
}

}  // namespace
}  // namespace lake
