// What statements ask the server for while they run, and what happens beside them.
#include <gmock/gmock.h>

#include <algorithm>
#include <deque>

#include "base/file.h"
#include "support/eventually.h"
#include "unit/view/both_stores.h"

namespace lake {
namespace {

using ::testing::AllOf;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::IsError;
using testing::IsOk;
using ::testing::Not;

class HotView : public testing::BothStores {
 protected:
  // Both stores as the statements of one call have them.
  struct Opened {
    std::unique_ptr<Lake> lake;
    Connection connection;
    OneView view;
  };
  Opened Open(const std::vector<std::string>& statements) {
    auto hot = HotSnapshot::Begin(Connect());
    CHECK(hot.ok());
    LakeOptions options = lake_;
    options.read_only = true;
    options.create = false;
    options.threads = 2;
    auto lake = Lake::Open(options);
    CHECK(lake.ok());
    auto connection = (*lake)->Connect();
    CHECK(connection.ok());
    const auto cold = ReadColdSide(*connection, **lake, {});
    CHECK(cold.ok());
    auto view = MakeOneView(*connection, std::move(*hot), *cold, TablesNamedIn(statements, {}));
    CHECK(view.ok());
    return {std::move(*lake), std::move(*connection), std::move(*view)};
  }
  static std::string Cell(Opened& opened, const std::string& sql) {
    auto rows = opened.connection.Query(sql);
    if (!rows.ok()) return rows.error().message;
    EXPECT_THAT(rows->NextSingleRow(), IsOk());
    return std::string(rows->Text(0, 0));
  }
  void LogStatements() { Sql("ALTER DATABASE " + database_ + " SET log_statement = 'all'"); }
  // Those that asked this database for rows since the last call.
  std::vector<std::string> Copies() {
    constexpr std::size_t kLogBytesMax = std::size_t{64} << 20;
    const auto log = ReadSmallFile(server_->socket_folder() + "/log", kLogBytesMax);
    CHECK(log.ok());
    std::vector<std::string> copies;
    std::size_t at = std::exchange(log_read_, log->size());
    constexpr std::string_view kMark = "statement: COPY (";
    while ((at = log->find(kMark, at)) != log->npos) {
      copies.push_back(log->substr(at, log->find('\n', at) - at));
      at += kMark.size();
    }
    return copies;
  }

  std::size_t log_read_ = 0;
};

TEST_F(HotView, OnlyTheColumnsOfAStatementAreSent) {
  CommitToLake(NextBatch(1));
  Ingest(5);
  LogStatements();
  const std::string sql = "SELECT sum(operation_count)::VARCHAR FROM ledgers_row_v2";
  Opened opened = Open({sql, "transactions_row_v2"});
  Copies();
  EXPECT_EQ(Cell(opened, sql), "6");
  EXPECT_THAT(Copies(),
              AllOf(Not(IsEmpty()), Each(HasSubstr("COPY (SELECT CAST(\"sequence\" AS BIGINT), "
                                                   "CAST(\"operation_count\" AS INTEGER) FROM "
                                                   "\"ledgers_row_v2\" WHERE"))));
  EXPECT_EQ(Cell(opened, "SELECT count(*)::VARCHAR FROM ledgers_row_v2"), "6");
  EXPECT_THAT(Copies(), Each(HasSubstr("COPY (SELECT CAST(\"sequence\" AS BIGINT) FROM")));
}

TEST_F(HotView, OnlyThePartsThatAStatementAsksForAreRead) {
  CommitToLake(NextBatch(1));
  Ingest(700);  // 1001 to 1700, in three parts
  LogStatements();
  const std::string sql =
      "SELECT count(memo) || ' ' || count(*) FROM transactions_row_v2 WHERE ledger_sequence ";
  Opened opened = Open({sql});
  Copies();
  EXPECT_EQ(Cell(opened, sql + "= 1010"), "0 1");
  EXPECT_THAT(Copies(), AllOf(Not(IsEmpty()), Each(HasSubstr("BETWEEN 1")),
                              Each(Not(HasSubstr("AND 1700")))));
  EXPECT_EQ(Cell(opened, sql + ">= 1699"), "0 2");
  EXPECT_THAT(Copies(), AllOf(Not(IsEmpty()), Each(HasSubstr("AND 1700"))));
  EXPECT_EQ(Cell(opened, sql + "< 1001"), "0 1");
  EXPECT_THAT(Copies(), IsEmpty());
  EXPECT_EQ(Cell(opened, sql + "BETWEEN 1000 AND 1700"), "0 701");
}

TEST_F(HotView, SeveralStatementsSeeTheSameLedgersWhileAFlushLands) {
  const Batch older = NextBatch(2);
  CommitToLake(NextBatch(1));  // 1002
  const Batch batch = Ingest(3);
  const std::string only_cold = "SELECT count(*)::VARCHAR FROM operations_row_v2";
  const std::string sums =
      "SELECT count(*) || ' ' || sum(hash(t)::HUGEINT) FROM transactions_row_v2 t";
  Opened opened = Open({kLedgersSql, sums, only_cold});
  const std::string ledgers = Cell(opened, kLedgersSql);
  EXPECT_EQ(ledgers, "4 rows of 4 ledgers, 1002 to 1005");
  const std::string rows = Cell(opened, sums);
  const std::string operations = Cell(opened, only_cold);
  CommitToLake(older);
  CommitToLake(batch);
  MarkFlushed(batch);
  DeleteFromHot(batch);
  Sql("VACUUM");
  CommitToLake(Ingest(2));
  EXPECT_EQ(Cell(opened, kLedgersSql), ledgers);
  EXPECT_EQ(Cell(opened, sums), rows);
  EXPECT_EQ(Cell(opened, only_cold), operations);
  EXPECT_EQ(Ledgers(), "8 rows of 8 ledgers, 1000 to 1007");
}

TEST_F(HotView, ManyScansOfATableInAStatement) {
  CommitToLake(NextBatch(3));
  Ingest(50);
  const std::string t = "ledgers_row_v2";
  Opened opened = Open({t, "transactions_row_v2"});
  EXPECT_EQ(Cell(opened,
                 "SELECT count(*)::VARCHAR FROM ledgers_row_v2 a JOIN ledgers_row_v2 b ON "
                 "a.previous_ledger_hash = b.ledger_hash"),
            "52");
  EXPECT_EQ(Cell(opened,
                 "SELECT count(*)::VARCHAR FROM (SELECT sequence FROM ledgers_row_v2 UNION "
                 "ALL SELECT sequence FROM hot_ledgers_row_v2)"),
            "103");
  EXPECT_EQ(Cell(opened,
                 "WITH w AS (FROM ledgers_row_v2) SELECT ((SELECT count(*) FROM w) + "
                 "(SELECT count(*) FROM w JOIN transactions_row_v2 t ON w.sequence = "
                 "t.ledger_sequence))::VARCHAR"),
            "106");
  // In the order of ledgers, without sorting.
  EXPECT_EQ(Cell(opened,
                 "SELECT string_agg(sequence, ',') FROM (SELECT sequence FROM "
                 "ledgers_row_v2 LIMIT 5 OFFSET 2)"),
            "1002,1003,1004,1005,1006");
}

TEST_F(HotView, ALimitEndsAScanAndTheNextStatementGoesOn) {
  CommitToLake(NextBatch(1));
  Ingest(60);
  Opened opened = Open({"ledgers_row_v2"});
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(Cell(opened,
                   "SELECT count(*)::VARCHAR FROM (SELECT * FROM hot_ledgers_row_v2 LIMIT "
                   "3)"),
              "3");
    auto rows = opened.connection.Stream("SELECT * FROM ledgers_row_v2");
    ASSERT_THAT(rows, IsOk());
    EXPECT_THAT(rows->Next(), IsOk());  // and no further
  }
  EXPECT_EQ(Cell(opened, kLedgersSql), "61 rows of 61 ledgers, 1000 to 1060");
}

TEST_F(HotView, AServersErrorInTheMiddleOfAScanIsTheStatements) {
  CommitToLake(NextBatch(1));
  Ingest(20);
  BreakOperationCountOf(1015);
  Opened opened = Open({"ledgers_row_v2"});
  EXPECT_EQ(Cell(opened, kLedgersSql), "21 rows of 21 ledgers, 1000 to 1020");
  EXPECT_EQ(opened.view.hot->failure(), std::nullopt);
  EXPECT_THAT(Cell(opened, "SELECT sum(operation_count)::VARCHAR FROM ledgers_row_v2"),
              HasSubstr("division by zero"));
  ASSERT_TRUE(opened.view.hot->failure().has_value());
  EXPECT_THAT(opened.view.hot->failure()->message,
              HasSubstr("hot buffer: ledgers_row_v2: division by zero"));
  EXPECT_THAT(Cell(opened, kLedgersSql), HasSubstr("division by zero")) << "it cannot go on";
}

TEST_F(HotView, ASnapshotOfTheLakeThatExpiresIsAReasonToAskAgain) {
  CommitToLake(NextBatch(1));
  Ingest(1);
  Opened opened = Open({"ledgers_row_v2"});
  const std::int64_t version = opened.view.version;
  const Error other{Code::kInvalidArgument, "another"};
  EXPECT_EQ(CauseOf(opened.view, other).message, other.message);
  CommitToLake(NextBatch(1));
  {
    auto lake = Lake::Open(lake_);
    ASSERT_THAT(lake, IsOk());
    auto connection = (*lake)->Connect();
    ASSERT_THAT(connection, IsOk());
    ASSERT_THAT(connection->Execute(fmt::format(
                    "CALL ducklake_expire_snapshots('lake', versions => [{}])", version)),
                IsOk());
  }
  const auto rows = opened.connection.Query(kLedgersSql);
  ASSERT_FALSE(rows.ok());
  const Error cause = CauseOf(opened.view, rows.error());
  EXPECT_EQ(cause.code, Code::kUnavailable) << cause.message;
  EXPECT_THAT(cause.message, HasSubstr("has expired while it was read"));
}

TEST_F(HotView, NorIsAnAnswerGivenWhenTheServerEndsTheConnection) {
  CommitToLake(NextBatch(1));
  Ingest(2);
  Opened opened = Open({"ledgers_row_v2"});
  EXPECT_EQ(Cell(opened, kLedgersSql), "3 rows of 3 ledgers, 1000 to 1002");
  Sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() "
      "AND state = 'idle in transaction'");
  EXPECT_THAT(Cell(opened, kLedgersSql), HasSubstr("hot buffer"));
  ASSERT_TRUE(opened.view.hot->failure().has_value());
  EXPECT_EQ(opened.view.hot->failure()->code, Code::kUnavailable);
  EXPECT_EQ(Cell(opened, "SELECT count(*)::VARCHAR FROM lake.bronze.ledgers_row_v2"), "1");
}

}  // namespace
}  // namespace lake
