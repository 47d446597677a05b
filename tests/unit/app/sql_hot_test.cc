// `stellarlake sql --hot` as its user meets it, on a real PostgreSQL server.
#include <gmock/gmock.h>

#include "support/child.h"
#include "support/places.h"
#include "unit/view/both_stores.h"

namespace lake {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using testing::PostgresServer;

class SqlHot : public testing::BothStores {
 protected:
  ChildResult RunSql(std::vector<std::string> words) const {
    words.insert(words.begin(), {testing::Program(), "sql"});
    words.insert(words.end(), {"--lake", lake_.location});
    return RunChild(words);
  }
  static std::string Count() {
    return "select count(*) as n, max(sequence) as tip from ledgers_row_v2";
  }
};

TEST_F(SqlHot, ReadsBothInEveryFormat) {
  CommitToLake(NextBatch(2));
  Ingest(3);
  for (const auto& [format, text] : {std::pair("csv", "n,tip\n5,1004\n"),
                                     {"json", "[\n{\"n\":5,\"tip\":1004}\n]\n"},
                                     {"jsonl", "{\"n\":5,\"tip\":1004}\n"},
                                     {"markdown", "| n |  tip |\n|--:|-----:|\n| 5 | 1004 |\n"},
                                     {"table", " n |  tip\n---+------\n 5 | 1004\n(1 row)\n"}}) {
    const ChildResult result = RunSql({"--hot", conninfo_, "--format", format, Count()});
    EXPECT_EQ(result.out, text) << format;
    EXPECT_EQ(result.err, "");
    EXPECT_EQ(result.exit_status, 0);
  }
  EXPECT_EQ(RunSql({"--format", "csv", Count()}).out, "n,tip\n2,1001\n");
  // Several statements, what they make themselves, and a table that the hot buffer has not.
  EXPECT_EQ(RunSql({"--hot", conninfo_, "--format", "csv",
                    "create temp view v as select sequence from \"Ledgers_Row_V2\"; "
                    "select count(*) as n from v; select count(*) > 0 as x from _batches"})
                .out,
            "n\n5\nx\ntrue\n");
}

TEST_F(SqlHot, OnlyReadsAndShowsNothingOfTheServer) {
  CommitToLake(NextBatch(1));
  Ingest(1);
  ChildResult result = RunSql({"--hot", conninfo_, "--write", Count()});
  EXPECT_EQ(result.exit_status, 2);
  EXPECT_THAT(result.err, HasSubstr("give either --hot or --write"));
  for (const char* sql : {"from postgres_scan('host=localhost', 'public', 't')",
                          "select * from postgres_query('hot', 'select 1')",
                          "select count(*) from hot_rows(0, 0, 2000), ledgers_row_v2",
                          "delete from ledgers_row_v2", "drop table lake.bronze.ledgers_row_v2"}) {
    EXPECT_EQ(RunSql({"--hot", conninfo_, sql}).exit_status, 2) << sql;
  }
  result = RunSql({"--hot", conninfo_, "--format", "csv",
                   "from duckdb_databases(); from duckdb_extensions() where extension_name like "
                   "'postgres%' and loaded; select * from duckdb_views() where view_name = "
                   "'ledgers_row_v2'; select count(*) from ledgers_row_v2"});
  EXPECT_EQ(result.exit_status, 0) << result.err;
  EXPECT_THAT(result.out, Not(HasSubstr(server_->socket_folder())));
  EXPECT_THAT(result.out, Not(HasSubstr("postgres_scanner,true")));
}

TEST_F(SqlHot, AnErrorOfTheServerIsShownInItsWords) {
  CommitToLake(NextBatch(1));
  Ingest(4);
  BreakOperationCountOf(1003);
  const ChildResult result =
      RunSql({"--hot", conninfo_, "--format", "csv",
              Count() + "; select sum(operation_count) as n from ledgers_row_v2"});
  EXPECT_NE(result.exit_status, 0);
  EXPECT_EQ(result.out, "n,tip\n5,1004\n");
  EXPECT_THAT(result.err, HasSubstr("statement 2: hot buffer: ledgers_row_v2: division by zero"));
}

TEST_F(SqlHot, TakesTheServerFromTheConfiguration) {
  CommitToLake(NextBatch(1));
  Ingest(1);
  const std::string config = folder_.Write(
      "hot.yaml", fmt::format("postgres: {{host: 127.0.0.1, port: {}, database: {}, user: {}, "
                              "sslmode: disable}}\n",
                              server_->port(), database_, PostgresServer::kUser));
  const std::vector<std::string> words = {"--config", config, "--format", "csv", Count()};
  EXPECT_EQ(RunSql(words).out, "n,tip\n1,1000\n");
  std::vector<std::string> with_hot = words;
  with_hot.emplace_back("--with-hot");
  EXPECT_EQ(RunSql(with_hot).out, "n,tip\n2,1001\n");
}

TEST_F(SqlHot, ALakeThatIsNotThereYetIsNone) {
  const Batch batch = Ingest(2);
  ChildResult result = RunSql({"--hot", conninfo_, "--format", "csv", "--sandbox", Count()});
  EXPECT_EQ(result.out, "n,tip\n2,1001\n");
  EXPECT_THAT(result.err, HasSubstr("this is the hot buffer alone"));
  const std::string file = folder_.Write("secret.csv", "a\n1\n");
  EXPECT_NE(RunSql({"--hot", conninfo_, "--sandbox", "from '" + file + "'"}).exit_status, 0);
  MarkFlushed(batch);
  result = RunSql({"--hot", conninfo_, Count()});
  EXPECT_NE(result.exit_status, 0);
  EXPECT_THAT(result.err, HasSubstr("there is no lake"));
}

TEST_F(SqlHot, SaysWhatIsMissing) {
  CommitToLake(NextBatch(1));
  chain_.Skip(2);
  Ingest(1);
  const ChildResult result = RunSql({"--hot", conninfo_, "--format", "csv", Count()});
  EXPECT_EQ(result.out, "n,tip\n2,1003\n");
  EXPECT_THAT(result.err, HasSubstr("ledgers 1,001 … 1,002 are neither in the lake nor in the hot "
                                    "buffer (ledgers_row_v2)"));
}

TEST(HotViewSql, PrintsAScriptWithoutSecretsAndWithoutAsking) {
  const ChildResult result = RunChild(
      {testing::Program(), "hot", "view-sql", "--hot", "postgresql://reader:topsecret9@nowhere/hot",
       "--lake", "ducklake:postgres:host=nowhere password=topsecret8 dbname=lake", "--data-path",
       "s3://bucket/lake", "--tables", "ledgers_row_v2,ledger_entry_removals_stream_v1"});
  EXPECT_EQ(result.exit_status, 0) << result.err;
  EXPECT_THAT(result.out, Not(HasSubstr("topsecret")));
  for (const char* part :
       {"ATTACH 'user=reader host=nowhere dbname=hot' AS \"hot\" (TYPE postgres, READ_ONLY);",
        "INSTALL httpfs;", "CREATE OR REPLACE VIEW \"ledgers_row_v2\" AS",
        "FROM \"hot\".\"extra\".\"ledger_entry_removals_stream_v1\""}) {
    EXPECT_THAT(result.out, HasSubstr(part));
  }
  EXPECT_THAT(result.out, Not(HasSubstr("VIEW \"transactions_row_v2\"")));
}

}  // namespace
}  // namespace lake
