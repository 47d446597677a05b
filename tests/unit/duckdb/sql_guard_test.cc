// What the gate for SQL of others lets through, and what it does not.
#include "duckdb/sql_guard.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "duckdb/script.h"
#include "duckdb/sql_allowed.h"
#include "support/matchers.h"
#include "support/temp_folder.h"
#include "unit/duckdb/refused_statements.h"

namespace lake {
namespace {

using testing::HasMessage;
using testing::IsError;
using testing::IsOk;
using testing::kRefused;

SqlGuard Guard() { return std::move(SqlGuard::Make("more allows it")).value(); }

constexpr const char* kReads[] = {
    "SELECT 1",
    "from t",
    "(select 1) union all (select 2)",
    "values (1, 'a;b'), (2, $x$ ; $x$)",
    "table t",
    "with c as (select 1) from c",
    "with recursive c(n) as (select 1 union all select n + 1 from c where n < 5) from c",
    "select -1 + 2 * 3 ** 2 % 5 || 'x', a is null, a in (1, 2), a between 1 and 2, not true, "
    "a like 'x%', a ilike 'y', a similar to 'z', a glob '*', a[1], a[1:2], {'k': 1}, [1, 2], "
    "map {'a': 1}, (1, 2), case when a then b end, coalesce(a, b), cast(a as bigint), "
    "try_cast(a as date), interval 3 days, timestamp '2024-01-01' at time zone 'UTC', "
    "extract(year from d), date_trunc('day', d), struct_pack(a := 1), a.b.c, memo.upper(), "
    "list_transform([1], x -> x + 1), [x for x in l if x > 1], columns(*), * exclude (a)",
    "select count(*), sum(a) filter (where b), count(distinct c), string_agg(d, ',' order by e), "
    "quantile_cont(a, 0.5), arg_max(a, b), histogram(a), approx_count_distinct(a), any_value(a), "
    "row_number() over (partition by a order by b), lag(a) over w, sum(a) over w from t group by "
    "grouping sets ((a), ()) having count(*) > 1 window w as (order by b) qualify true",
    "from t semi join u using (a) asof join v on t.a >= v.a positional join w",
    "from range(10) r(i), unnest([1, 2]) u(x), lateral (select i)",
    "select unnest([1, 2]), generate_series(1, 3), regexp_extract(a, 'x'), json_extract(b, '$.a'), "
    "b->>'$.a', md5(a), hex(a), from_hex(a), strftime(d, '%Y'), epoch_us(d), now(), uuid(), "
    "current_date, current_schema(), typeof(a), error('x')",
    "from t at (version => 3)",
    "from t tablesample 10 percent",
    "from lake.snapshots()",
    "from ducklake_table_info('lake')",
    "from __ducklake_metadata_lake.ducklake_snapshot",
    "from __ducklake_metadata_lake.main.ducklake_data_file",
    "from 'mine.parquet'",
    "from read_csv('mine.csv', header = true)",
    "from glob('*.csv')",
    "describe t",
    "describe select 1",
    "desc t",
    "summarize t",
    "show tables",
    "show all tables",
    "show databases",
    "explain from t",
    "explain analyze from t",
    "explain (format json) select 1",
    "explain (analyze, format json) from t",
    "set variable x = 7",
    "set variable x = (select max(a) from t)",
    "reset variable x",
    "set timezone = 'UTC'",
    "set TimeZone to 'Europe/Berlin'",
    "set session default_null_order = nulls_first",
    "reset timezone",
    "set schema = 'core'",
    "use lake.core",
    "pragma database_list",
    "pragma table_info('t')",
    "pragma version",
    "call pragma_version()",
    "begin; from t; commit",
    "start transaction; rollback",
    "create temp table x as from t",
    "create or replace temporary view v (a) as select 1",
    "create temp table if not exists x as select 1",
    "create temp macro twice(a) as a * 2; select twice(4)",
    "create temp macro rows_of(a) as table select a; from rows_of(1)",
    "drop table x",
    "drop view if exists v",
    "prepare p as select $1 + a from t; execute p(3); deallocate p",
    "pivot t on a % 2 using count(*) group by b order by b",
    "pivot t on a in (1, 2) using sum(b)",
    "from (pivot t on a in (1, 2) using sum(b))",
    "unpivot t on a, b into name n value v",
    "/* a; */ select 1 -- b; c",
    "select 'it''s', \"a\"\"b\", e'\\'; drop table t', $$ ' $$",
    ";;select 1;;",
    "",
};

TEST(SqlGuard, LetsReadsThrough) {
  SqlGuard guard = Guard();
  for (const char* sql : kReads) {
    const auto judged = guard.Judge(sql);
    EXPECT_THAT(judged, IsOk()) << sql;
  }
}

TEST(SqlGuard, RefusesWhateverDoesMore) {
  SqlGuard guard = Guard();
  for (const char* sql : kRefused) {
    EXPECT_THAT(guard.Judge(sql), IsError(Code::kInvalidArgument)) << sql;
  }
}

TEST(SqlGuard, WrapsDoNotHideARefusedStatement) {
  SqlGuard guard = Guard();
  for (const char* inner : kRefused) {
    // One word alone, put where a name may stand, is a name.
    if (std::string_view(inner).find(' ') == std::string_view::npos) continue;
    for (const std::string& sql :
         {fmt::format("explain {}", inner), fmt::format("explain analyze {}", inner),
          fmt::format("EXPLAIN (ANALYZE) {}", inner), fmt::format("explain\n/* x */ {}", inner),
          fmt::format("prepare p as {}", inner), fmt::format("create temp table z as {}", inner),
          fmt::format("create temp view z as {}", inner), fmt::format("({})", inner),
          fmt::format("select * from ({})", inner), fmt::format("with c as ({}) from c", inner),
          fmt::format("set variable x = ({})", inner), fmt::format("select 1;{}", inner),
          fmt::format("create temp macro m() as table {}", inner),
          fmt::format("describe {}", inner), fmt::format("pragma {}", inner),
          fmt::format("call {}", inner), fmt::format("\xC2\xA0{}", inner)}) {
      EXPECT_FALSE(guard.Judge(sql).ok()) << sql;
    }
  }
}

TEST(SqlGuard, SaysWhatItRefusesAndWhatAllowsIt) {
  SqlGuard guard = Guard();
  EXPECT_THAT(guard.Judge("from postgres_query('a', 'b')"), HasMessage("postgres_query"));
  EXPECT_THAT(guard.Judge("delete from t"), HasMessage("more allows it"));
  EXPECT_THAT(guard.Judge("select 1; set threads = 3"), HasMessage("statement 2: "));
  EXPECT_THAT(guard.Judge("selekt 1"), HasMessage("syntax error"));
  EXPECT_THAT(guard.Judge(std::string(kGuardedSqlBytesMax + 1, ' ')), HasMessage("1 MiB"));
  EXPECT_THAT(guard.Judge(std::string("select 1\0; drop table t", 23)), HasMessage("zero byte"));
}

TEST(SqlGuard, WhatItGivesIsWhatDuckDbRuns) {
  auto database = Database::Open({.threads = 1});
  ASSERT_THAT(database, IsOk());
  auto connection = Connection::Open(*database);
  ASSERT_THAT(connection, IsOk());
  ASSERT_THAT(connection->Execute("CREATE TABLE t AS SELECT 1 AS a, 2 AS b"), IsOk());
  for (const char* sql : {"explain analyze from t",
                          "explain (analyze, format json) from t",
                          "set variable \"X y\" = 7 -- seven",
                          "reset variable x",
                          "set timezone to 'UTC'",
                          "set default_null_order = nulls_first",
                          "reset timezone",
                          "pragma table_info('t')",
                          "pragma version",
                          "call pragma_version()",
                          "use main",
                          "begin work",
                          "commit",
                          "start transaction",
                          "abort",
                          "create or replace temp table x (q) as select a from t",
                          "create temp view \"V\" as from x -- x",
                          "create temp macro twice(n) as n * 2 -- twice",
                          "select twice(2)",
                          "create temp macro rows_of(n) as table select n",
                          "from rows_of(1)",
                          "drop view \"V\"",
                          "drop table if exists x",
                          "drop macro twice",
                          "drop macro table rows_of",
                          "prepare p as select $1 + a from t",
                          "execute p(3)",
                          "deallocate p",
                          "pivot t on a % 2 using count(*) group by b"}) {
    SqlGuard guard = Guard();
    auto judged = guard.Judge(std::string("create temp macro twice(n) as n; "
                                          "create temp macro rows_of(n) as table select n;") +
                              sql);
    ASSERT_THAT(judged, IsOk()) << sql;
    EXPECT_THAT(connection->Execute(judged->back()), IsOk()) << judged->back();
  }
}

// A new DuckDB with new functions that change something has to be looked at.
TEST(SqlGuard, KnowsTheVolatileFunctionsOfTheLockedDuckDb) {
  auto database = Database::Open({.threads = 1});
  auto connection = Connection::Open(*database);
  ASSERT_THAT(connection, IsOk());
  auto rows = connection->Query(
      "SELECT string_agg(DISTINCT function_name, ' ' ORDER BY function_name) FROM "
      "duckdb_functions() WHERE function_type IN ('scalar', 'aggregate') AND stability = "
      "'VOLATILE'");
  ASSERT_THAT(rows, IsOk());
  ASSERT_THAT(rows->NextSingleRow(), IsOk());
  EXPECT_EQ(rows->Text(0, 0),
            "current_connection_id current_query current_query_id current_transaction_id currval "
            "error gen_random_uuid nextval random setseed sleep_ms stats uuid uuidv4 uuidv7 "
            "write_log");
  for (const char* name : {"nextval", "current_setting", "sleep_ms", "write_log", "setseed"}) {
    EXPECT_TRUE(IsRefusedScalar(name)) << name;
  }
}

}  // namespace
}  // namespace lake
