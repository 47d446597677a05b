// The script for DuckDB without this program, run in DuckDB with its own extensions.
#include "view/plain_views.h"

#include <gmock/gmock.h>

#include <atomic>
#include <future>

#include "duckdb/extensions.h"
#include "support/golden.h"
#include "support/pg_bouncer.h"
#include "unit/view/both_stores.h"

namespace lake {
namespace {

using ::testing::AnyOf;
using ::testing::HasSubstr;
using testing::IsOk;
using ::testing::Not;
using testing::PgBouncer;
using testing::PostgresServer;

// Of the tables that a lake has when nothing is chosen, as the lakes here.
std::vector<NamedTable> TablesOfBoth() {
  const TableSet defaults = *SelectTables({});
  std::vector<NamedTable> tables;
  for (const Table* table : defaults) {
    if (FindHotTable(table->spec->name) != nullptr) {
      tables.push_back({table->spec, std::string(table->spec->name)});
    }
  }
  return tables;
}

TEST(PlainViewsScript, IsTheOneOfTheDocumentation) {
  const auto hot = ParseConnInfo("postgresql://reader:hidden22@db.example:5434/stellar_hot");
  const auto lake = ParseLakeLocation("ducklake:sqlite:/lake/catalog.sqlite", "s3://bucket/lake");
  ASSERT_THAT(hot, IsOk());
  ASSERT_THAT(lake, IsOk());
  const std::vector<NamedTable> tables = TablesOfBoth();
  const std::string script = PlainExtensionsSql(*lake) + "\n" + PlainAttachSql(*hot, *lake) +
                             PlainViewsSql("bronze", std::span(tables).first(1));
  EXPECT_THAT(script, Not(HasSubstr("hidden22")));
  ExpectGolden("tests/golden/hot_views.sql", script);
}

class PlainViews : public testing::BothStores {
 protected:
  // DuckDB as somebody has it who ran the script.
  Connection Plain(const std::string& conninfo = {}) const {
    const auto folder = FindExtensionFolder();
    CHECK(folder.ok());
    std::vector<std::string> extensions;
    for (const char* extension : {"postgres_scanner", "ducklake", "sqlite_scanner"}) {
      extensions.push_back(ExtensionPath(*folder, extension));
    }
    auto database = Database::Open({.threads = 2, .extensions = extensions});
    CHECK(database.ok());
    auto connection = Connection::Open(*database);
    CHECK(connection.ok());
    const auto hot = ParseConnInfo(conninfo.empty() ? conninfo_ : conninfo);
    const auto lake = ParseLakeLocation(lake_.location, lake_.data_path);
    CHECK(hot.ok() && lake.ok());
    EXPECT_THAT(connection->Execute(PlainAttachSql(*hot, *lake) +
                                    PlainViewsSql(lake_.schema_name, TablesOfBoth())),
                IsOk());
    return std::move(*connection);
  }
  static std::string Row(Connection& connection, const std::string& sql) {
    auto rows = connection.Query(sql);
    if (!rows.ok()) return rows.error().message;
    EXPECT_THAT(rows->NextSingleRow(), IsOk());
    std::string text;
    for (std::size_t i = 0; i < rows->column_count(); ++i) {
      text += (i == 0 ? "" : " ") + std::string(rows->Text(i, 0));
    }
    return text;
  }
  void Flush(const Batch& batch) {
    CommitToLake(batch);
    MarkFlushed(batch);
    DeleteFromHot(batch);
  }
};

TEST_F(PlainViews, HaveTheRowsOfSqlHotAtEveryStepOfAFlush) {
  CommitToLake(NextBatch(2));
  const Batch first = Ingest(2);
  Ingest(1);
  Connection plain = Plain();
  const auto expected = Ask(SumsSql());
  ASSERT_THAT(expected, IsOk());
  EXPECT_EQ(Row(plain, SumsSql()), expected->text);
  CommitToLake(first);
  EXPECT_EQ(Row(plain, SumsSql()), expected->text) << "the mark was not moved";
  MarkFlushed(first);
  EXPECT_EQ(Row(plain, SumsSql()), expected->text) << "nothing was deleted";
  DeleteFromHot(first);
  EXPECT_EQ(Row(plain, SumsSql()), expected->text);
  EXPECT_EQ(Row(plain,
                "SELECT count(*)::VARCHAR FROM ledgers_row_v2 WHERE sequence IN (1001, 1003)"
                " OR sequence = 1004"),
            "3");
}

TEST_F(PlainViews, InATransactionTheHotBufferComesFirst) {
  CommitToLake(NextBatch(1));
  const Batch first = Ingest(2);
  const Batch second = Ingest(1);
  Connection plain = Plain();
  const std::string all = "4 rows of 4 ledgers, 1000 to 1003";
  ASSERT_THAT(plain.Execute("BEGIN; FROM hot_border('ledgers_row_v2')"), IsOk());
  Flush(first);
  EXPECT_EQ(Row(plain, kLedgersSql), all);
  EXPECT_EQ(Row(plain, "SELECT count(*)::VARCHAR FROM transactions_row_v2"), "4");
  ASSERT_THAT(plain.Execute("COMMIT; BEGIN; FROM lake.bronze._fence"), IsOk());
  Flush(second);
  EXPECT_THAT(Row(plain, kLedgersSql), HasSubstr("run the statement again"))
      << "the lake came first, and has not what the hot buffer has no more";
  EXPECT_THAT(Row(plain, "ROLLBACK; SELECT count(*)::VARCHAR FROM ledgers_row_v2"), "4");
}

TEST_F(PlainViews, WhatWouldBeAHoleIsAnError) {
  CommitToLake(NextBatch(1));
  Ingest(1);
  Connection plain = Plain();
  Sql("UPDATE extra.hot_state SET network = 'other'");
  EXPECT_THAT(Row(plain, kLedgersSql), HasSubstr("two networks"));
  EXPECT_THAT(Row(plain, "SELECT count(*)::VARCHAR FROM ledgers_row_v2 WHERE sequence = 1001"),
              HasSubstr("two networks"));
  Sql("UPDATE extra.hot_state SET network = 'test'");
  chain_.Skip(1);
  const Batch behind = Ingest(1);
  EXPECT_THAT(Row(plain, kLedgersSql), HasSubstr("the hot buffer has a hole"));
  MarkFlushed(behind);
  EXPECT_THAT(Row(plain, kLedgersSql), HasSubstr("does not have what was flushed"));
}

TEST_F(PlainViews, AfterACrashAndBeforeTheFirstLedgerTheyAreTheLake) {
  CommitToLake(NextBatch(2));
  Connection plain = Plain();
  EXPECT_EQ(Row(plain, kLedgersSql), "2 rows of 2 ledgers, 1000 to 1001");
  Ingest(1);
  EXPECT_EQ(Row(plain, kLedgersSql), "3 rows of 3 ledgers, 1000 to 1002");
  Sql("TRUNCATE extra.hot_epoch, extra.hot_batches, ledgers_row_v2");
  EXPECT_EQ(Row(plain, kLedgersSql), "2 rows of 2 ledgers, 1000 to 1001");
}

TEST_F(PlainViews, ReadersBesideAFlusherSeeNoHoleAndNoDouble) {
  const auto bouncer = PgBouncer::Start(server_->port(), PostgresServer::kUser);
  if (!bouncer) GTEST_SKIP() << "PgBouncer is not installed";
  CommitToLake(NextBatch(1));
  std::vector<Batch> batches;
  for (int i = 0; i < 6; ++i) batches.push_back(Ingest(1));
  std::atomic<bool> done = false;
  const auto read = [&](const std::string& conninfo) {
    Connection plain = Plain(conninfo);
    int answers = 0;
    while (!done) {
      const std::string text = Row(plain, kLedgersSql);
      EXPECT_THAT(text,
                  AnyOf("7 rows of 7 ledgers, 1000 to 1006", HasSubstr("run the statement again")));
      if (text.front() == '7') ++answers;
    }
    return answers;
  };
  auto one = std::async(std::launch::async, read, conninfo_);
  auto other = std::async(std::launch::async, read, Through(bouncer->port()));
  for (const Batch& batch : batches) Flush(batch);
  done = true;
  EXPECT_GT(one.get(), 0);
  EXPECT_GT(other.get(), 0);
}

}  // namespace
}  // namespace lake
