// `stellarlake sql` as its user meets it, on a small lake of its own.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "duckdb/lake.h"
#include "support/child.h"
#include "support/matchers.h"
#include "support/places.h"
#include "support/temp_folder.h"

namespace lake {
namespace {

using nlohmann::json;
using testing::IsOk;

class Sql : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = new testing::TempFolder;
    auto lake = Lake::Open({.location = Location(), .schema_name = "core"});
    ASSERT_THAT(lake, IsOk());
    auto connection = (*lake)->Connect();
    ASSERT_THAT(connection, IsOk());
    ASSERT_THAT(connection->Execute(
                    "CREATE TABLE ledgers AS SELECT 100 + i AS sequence, 'memo ' || i AS memo, "
                    "CASE WHEN i = 1 THEN NULL ELSE '' END AS note FROM range(3) t(i)"),
                IsOk());
  }
  static void TearDownTestSuite() {
    delete folder_;
    folder_ = nullptr;
  }
  static std::string Location() { return folder_->File("lake"); }

  static ChildResult RunSql(std::vector<std::string> words, const ChildOptions& options = {}) {
    words.insert(words.begin(), {testing::Program(), "sql", "--lake", Location()});
    return RunChild(words, options);
  }

  static testing::TempFolder* folder_;
};
testing::TempFolder* Sql::folder_ = nullptr;

TEST_F(Sql, PrintsAnAlignedTableWithItsRowCount) {
  ChildResult result = RunSql({"from ledgers order by 1"});
  EXPECT_EQ(result.exit_status, 0) << result.err;
  EXPECT_EQ(result.out,
            " sequence | memo   | note\n"
            "----------+--------+------\n"
            "      100 | memo 0 | \n"
            "      101 | memo 1 | NULL\n"
            "      102 | memo 2 | \n"
            "(3 rows)\n");
}

TEST_F(Sql, WritesEveryFormat) {
  const std::string select = "select sequence, note, 'a\"b,c' as t from ledgers order by 1 limit 2";
  EXPECT_EQ(RunSql({"--format", "csv", select}).out,
            "sequence,note,t\n100,\"\",\"a\"\"b,c\"\n101,,\"a\"\"b,c\"\n");
  json rows = json::parse(RunSql({"--format", "json", select}).out);
  EXPECT_EQ(rows, json::parse(R"([{"sequence":100,"note":"","t":"a\"b,c"},
                                  {"sequence":101,"note":null,"t":"a\"b,c"}])"));
  EXPECT_EQ(RunSql({"--format", "jsonl", "select 1 as a union all select 2 order by 1"}).out,
            "{\"a\":1}\n{\"a\":2}\n");
  EXPECT_EQ(RunSql({"--format", "markdown", "select 1 as a"}).out, "| a |\n|--:|\n| 1 |\n");
  EXPECT_EQ(RunSql({"--format", "json", "from ledgers where false"}).out, "[]\n");
}

TEST_F(Sql, FindsItsStatementsInAFileAndOnStandardInput) {
  std::string file = folder_->Write(
      "q.sql", "-- two statements\nset variable x = 7; select getvariable('x') as x;\n");
  EXPECT_EQ(RunSql({"--format", "csv", "-f", file}).out, "x\n7\n");
  EXPECT_EQ(RunSql({"--format", "csv"}, {.input = "select 1 as a; select 2 as b"}).out,
            "a\n1\nb\n2\n");
  EXPECT_EQ(RunSql({"--format", "csv", "-"}, {.input = "select 3 as c"}).out, "c\n3\n");
  EXPECT_EQ(RunSql({"select 1", "--file", file}).exit_status, 2);
}

TEST_F(Sql, RefusesToWriteUnlessAllowed) {
  for (const char* statement :
       {"delete from ledgers", "create table x as select 1", "insert into ledgers from ledgers",
        "copy ledgers to '/tmp/stellarlake_sql_test.csv'", "attach ':memory:' as m",
        "drop table ledgers", "call lake.set_option('parquet_compression', 'zstd')", "load httpfs",
        "prepare p as delete from ledgers"}) {
    ChildResult result = RunSql({statement});
    EXPECT_EQ(result.exit_status, 2) << statement << ": " << result.err;
    EXPECT_NE(result.err.find("--write allows it"), std::string::npos)
        << statement << ": " << result.err;
  }
  ChildResult result = RunSql({"--format", "csv", "select count(*) as n from ledgers"});
  EXPECT_EQ(result.out, "n\n3\n");
}

TEST_F(Sql, MaintenanceFunctionsAreRefusedToo) {
  std::string orphan = folder_->Write("lake/data/core/ledgers/ducklake-orphan.parquet", "");
  for (const char* statement : {"from ducklake_delete_orphaned_files('lake', cleanup_all => true)",
                                "from ducklake_expire_snapshots('lake', older_than => now())",
                                "explain analyze delete from ledgers"}) {
    ChildResult result = RunSql({statement});
    EXPECT_EQ(result.exit_status, 2) << statement << ": " << result.err;
  }
  EXPECT_TRUE(std::filesystem::exists(orphan));
}

TEST_F(Sql, NothingInsideOfAnotherStatementTouchesFiles) {
  const std::string victim = folder_->Write("victim.txt", "precious");
  const std::string data = folder_->File("lake/data/core/ledgers");
  const auto files = [&] { return std::distance(std::filesystem::directory_iterator(data), {}); };
  const auto before = files();
  for (const std::string& statement :
       {"explain analyze copy (select 1 a, 2 b) to '" + data +
            "' (format parquet, partition_by (a), overwrite true)",
        "explain analyze copy (select 1) to '" + victim + "'",
        "set log_query_path='" + victim + "'; select 1 -- root id",
        "pragma enable_profiling='json'; set profiling_output='" + victim + "'; select 42",
        "export database '" + folder_->File("exported") + "'",
        std::string("from query('select 1')")}) {
    ChildResult result = RunSql({statement});
    EXPECT_EQ(result.exit_status, 2) << statement;
    EXPECT_NE(result.err.find("--write allows it"), std::string::npos) << result.err;
  }
  EXPECT_EQ(testing::ReadFile(victim), "precious");
  EXPECT_EQ(files(), before);
  EXPECT_FALSE(std::filesystem::exists(folder_->File("exported")));
}

TEST_F(Sql, ASandboxHoldsTheLakeAndNothingElse) {
  const std::string outside = folder_->Write("outside.csv", "a\n7\n");
  EXPECT_EQ(RunSql({"--format", "csv", "from '" + outside + "'"}).out, "a\n7\n");
  for (const std::string& read : {"from '" + outside + "'", "from read_text('" + outside + "')",
                                  std::string("from read_blob('/etc/passwd')")}) {
    ChildResult result = RunSql({"--sandbox", read});
    EXPECT_EQ(result.exit_status, 2) << read << result.out;
    EXPECT_EQ(result.out.find("root:"), std::string::npos);
  }
  EXPECT_EQ(RunSql({"--sandbox", "--format", "csv", "select count(*) as n from ledgers"}).out,
            "n\n3\n");
  EXPECT_EQ(RunSql({"--sandbox", "--write", "select 1"}).exit_status, 2);
}

TEST_F(Sql, MaintenanceRunsWhenAllowed) {
  ChildResult result = RunSql({"--write",
                               "create table many as select 1 as a; insert into many "
                               "values (2); insert into many values (3)"});
  ASSERT_EQ(result.exit_status, 0) << result.err;
  for (const char* statement :
       {"call ducklake_merge_adjacent_files('lake')",
        "from ducklake_expire_snapshots('lake', older_than => now() - interval 7 days)",
        "begin; call ducklake_cleanup_old_files('lake', dry_run => true); commit",
        "call lake.set_option('parquet_compression', 'zstd')"}) {
    result = RunSql({"--write", statement});
    EXPECT_EQ(result.exit_status, 0) << statement << ": " << result.err;
  }
  EXPECT_EQ(RunSql({"--format", "csv", "select sum(a) as s from many"}).out, "s\n6\n");
  EXPECT_EQ(RunSql({"--write", "drop table many"}).exit_status, 0);
}

TEST_F(Sql, ReadsInEveryWay) {
  EXPECT_EQ(RunSql({"--format", "csv",
                    "pivot ledgers on sequence % 2 using count(*) group by note order by note"})
                .exit_status,
            0);
  EXPECT_EQ(RunSql({"--format", "csv",
                    "create temp table x as from ledgers limit 2; select count(*) as n from x"})
                .out,
            "n\n2\n");
  EXPECT_NE(RunSql({"explain from ledgers"}).out.find("Table: ledgers"), std::string::npos);
  EXPECT_NE(RunSql({"explain from ledgers"}).out.find("│\n│"), std::string::npos);
}

TEST_F(Sql, WritesWhenAllowed) {
  ChildResult result = RunSql({"--write", "create table mine as select 1 as a"});
  EXPECT_EQ(result.exit_status, 0) << result.err;
  EXPECT_EQ(RunSql({"--format", "csv", "from mine"}).out, "a\n1\n");
  EXPECT_EQ(RunSql({"--write", "drop table mine"}).exit_status, 0);
}

TEST_F(Sql, SaysWhatIsWrong) {
  ChildResult result = RunSql({"selekt 1"});
  EXPECT_NE(result.exit_status, 0);
  EXPECT_NE(result.err.find("syntax error"), std::string::npos) << result.err;
  result = RunSql({"select 1; from ledger"});
  EXPECT_NE(result.err.find("statement 2: "), std::string::npos) << result.err;
  EXPECT_NE(result.err.find("ledgers"), std::string::npos) << result.err;
  result = RunChild({testing::Program(), "sql", "--lake", folder_->File("nowhere"), "select 1"});
  EXPECT_EQ(result.exit_status, 66);
  EXPECT_EQ(RunSql({"--schema-name", "other", "from ledgers"}).exit_status, 0);
}

TEST_F(Sql, AReaderThatLeavesEarlyIsNoError) {
  ChildResult result =
      RunChild({"/bin/sh", "-c",
                std::string("(") + testing::Program() + " sql --lake " + Location() +
                    " --format csv 'from range(100000000)'; echo $? >&2) | head -1"});
  EXPECT_EQ(result.out, "range\n");
  EXPECT_EQ(result.err, "0\n");
}

}  // namespace
}  // namespace lake
