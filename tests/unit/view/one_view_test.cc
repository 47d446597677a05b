#include "view/one_view.h"

#include <gmock/gmock.h>

#include <atomic>
#include <cstdio>
#include <deque>
#include <future>

#include "support/eventually.h"
#include "support/pg_bouncer.h"
#include "unit/view/both_stores.h"

namespace lake {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::IsError;
using testing::IsOk;
using testing::PgBouncer;
using testing::PostgresServer;

class OneViewTest : public testing::BothStores {
 protected:
  std::string SumsOfAllTables() const {
    const auto answer = Ask(SumsSql());
    return answer.ok() ? answer->text : answer.error().message;
  }
};

TEST_F(OneViewTest, HasEveryLedgerOnceAtEveryStepOfAFlush) {
  CommitToLake(NextBatch(3));  // 1000 to 1002
  const Batch first = Ingest(2);
  Ingest(2);
  const std::string all = "7 rows of 7 ledgers, 1000 to 1006";
  EXPECT_EQ(Ledgers(), all);
  CommitToLake(first);
  EXPECT_EQ(Ledgers(), all) << "the mark was not moved";
  MarkFlushed(first);
  EXPECT_EQ(Ledgers(), all) << "nothing was deleted";
  DeleteFromHot(first);
  EXPECT_EQ(Ledgers(), all);
}

TEST_F(OneViewTest, HasEveryLedgerOnceWhenTheStepComesBetweenTheSnapshots) {
  const std::string all = "4 rows of 4 ledgers, 1000 to 1003";
  CommitToLake(NextBatch(1));
  const Batch first = Ingest(1);
  const Batch second = Ingest(2);
  EXPECT_EQ(Ledgers([&] { CommitToLake(first); }), all);
  EXPECT_EQ(Ledgers([&] { MarkFlushed(first); }), all);
  EXPECT_EQ(Ledgers([&] { DeleteFromHot(first); }), all);
  EXPECT_EQ(Ledgers([&] {
              CommitToLake(second);
              MarkFlushed(second);
              DeleteFromHot(second);
            }),
            all);
  EXPECT_EQ(Ledgers(), all) << "all is in the lake";
  EXPECT_EQ(Ledgers([&] { Ingest(3); }), all) << "what came later may be left out";
  EXPECT_EQ(Ledgers(), "7 rows of 7 ledgers, 1000 to 1006");
}

TEST_F(OneViewTest, RowsAndTypesAreTheSameWhereverTheyLie) {
  CommitToLake(NextBatch(2));
  const Batch batch = Ingest(3);
  const std::string before = SumsOfAllTables();
  EXPECT_THAT(before, HasSubstr("ledgers_row_v2: 5 "));
  EXPECT_THAT(before, HasSubstr("transactions_row_v2: 5 "));
  CommitToLake(batch);
  MarkFlushed(batch);
  DeleteFromHot(batch);
  EXPECT_EQ(SumsOfAllTables(), before);
}

TEST_F(OneViewTest, AfterACrashItIsTheLakeAloneAndSaysSo) {
  CommitToLake(NextBatch(2));
  Ingest(3);
  Sql("TRUNCATE extra.hot_epoch, extra.hot_batches, ledgers_row_v2");  // as a crash does
  EXPECT_EQ(Ledgers(),
            "2 rows of 2 ledgers, 1000 to 1001; the hot buffer lost its rows in a crash of "
            "PostgreSQL, until its ingester begins anew: this is the lake alone, complete_through: "
            "1001");
  BeginAnew();
  EXPECT_EQ(Ledgers(), "2 rows of 2 ledgers, 1000 to 1001");
}

TEST_F(OneViewTest, AnEpochCannotBeginWhileASnapshotIsRead) {
  CommitToLake(NextBatch(1));
  Ingest(2);
  PgConnection observer = Connect();
  std::future<void> beginning;
  EXPECT_EQ(Ledgers([&] {
              beginning = std::async(std::launch::async, [this] { BeginAnew(); });
              EXPECT_TRUE(testing::Eventually([&] {
                const auto waits = observer.Query(
                    "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'TRUNCATE%' AND "
                    "wait_event_type = 'Lock'");
                return waits.ok() && waits->Int(0, 0) == 1;
              }));
            }),
            "3 rows of 3 ledgers, 1000 to 1002");
  beginning.get();
  EXPECT_EQ(Ledgers(), "1 rows of 1 ledgers, 1000 to 1000");
}

TEST_F(OneViewTest, NamesWhatIsMissing) {
  CommitToLake(NextBatch(2));
  chain_.Skip(3);
  Ingest(1);
  EXPECT_EQ(Ledgers(),
            "3 rows of 3 ledgers, 1000 to 1005; ledgers 1,002 … 1,004 are neither in the lake nor "
            "in the hot buffer (ledgers_row_v2)");
}

TEST_F(OneViewTest, RefusesAHotBufferThatLacksRows) {
  CommitToLake(NextBatch(2));
  Ingest(3);
  Sql("DELETE FROM ledgers_row_v2 WHERE sequence = 1003");
  EXPECT_THAT(Ask(kLedgersSql),
              IsError(Code::kDataLoss, "the hot buffer has 2 rows where 3 were recorded"));
}

TEST_F(OneViewTest, RefusesStoresOfTwoNetworks) {
  CommitToLake(NextBatch(1));
  Ingest(1);
  Sql("UPDATE extra.hot_state SET network = 'other'");
  EXPECT_THAT(Ask(kLedgersSql), IsError(Code::kInvalidArgument, "other"));
}

TEST_F(OneViewTest, ATableThatIsInOneStoreOnlyIsShownWithItsBounds) {
  const TableSet all = tables_;
  tables_ = *SelectTables(std::vector<std::string>{"ledgers_row_v2"});
  CommitToLake(NextBatch(2));
  tables_ = all;
  Ingest(2);
  auto answer = Ask("SELECT count(*)::VARCHAR FROM transactions_row_v2");
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(answer->text, "2");
  EXPECT_THAT(answer->notes, ElementsAre("transactions_row_v2: the lake does not have it; ledgers "
                                         "1,002 … 1,003 of the hot buffer"));
  answer =
      Ask("SELECT count(*)::VARCHAR FROM LEDGERS_row_v2 JOIN ledger_entry_removals_stream_v1 "
          "ON true");
  ASSERT_THAT(answer, IsOk()) << "a table of the schema extra";
}

TEST_F(OneViewTest, WithoutALakeItIsTheHotBuffer) {
  const auto ask = [&]() -> Result<Answer> {
    TRY_ASSIGN(HotSnapshot hot, HotSnapshot::Begin(Connect()));
    TRY_ASSIGN(std::shared_ptr<Database> database, Database::Open({}));
    TRY_ASSIGN(Connection connection, Connection::Open(std::move(database)));
    return AskOver(connection, std::move(hot), {}, kLedgersSql);
  };
  EXPECT_THAT(ask(), IsError(Code::kNotFound,
                             "nothing was written to the hot buffer yet, and there is no lake"));
  Ingest(3);
  const auto answer = ask();
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(answer->text, "3 rows of 3 ledgers, 1000 to 1002");
  EXPECT_THAT(answer->notes, IsEmpty());
}

TEST_F(OneViewTest, ABufferThatNobodyWroteToIsNoHole) {
  CommitToLake(NextBatch(2));
  EXPECT_EQ(Ledgers(),
            "2 rows of 2 ledgers, 1000 to 1001; nothing was written to the hot buffer yet: this is "
            "the lake alone, complete_through: 1001");
  Sql("DROP SCHEMA extra CASCADE");
  EXPECT_THAT(Ask(kLedgersSql), IsError(Code::kNotFound, "hot migrate up"));
}

// Reads until `done`; gives how often.
class BorderReader {
 public:
  using AskFor = std::function<std::string(const std::string&)>;
  explicit BorderReader(AskFor ask) : ask_(std::move(ask)) {}

  std::size_t Run(const std::atomic<bool>& done) {
    while (!done && !::testing::Test::HasFailure()) Look();
    return answers_;
  }

 private:
  void Look() {
    const std::string text = ask_(
        "SELECT concat_ws(' ', count(*), count(DISTINCT sequence), max(sequence) - "
        "min(sequence) + 1, (SELECT count(*) FROM transactions_row_v2), max(sequence)) FROM "
        "ledgers_row_v2");
    unsigned rows = 0, ledgers = 0, span = 0, transactions = 0, tip = 0;
    EXPECT_EQ(
        std::sscanf(text.c_str(), "%u %u %u %u %u", &rows, &ledgers, &span, &transactions, &tip), 5)
        << text;
    EXPECT_EQ(rows, ledgers) << text;
    EXPECT_EQ(rows, span) << text;
    EXPECT_EQ(rows, transactions) << text;
    EXPECT_GE(tip, last_) << text;
    last_ = tip;
    ++answers_;
  }

  AskFor ask_;
  unsigned last_ = 0;
  std::size_t answers_ = 0;
};

TEST_F(OneViewTest, ReadersBesideIngestAndFlushSeeNoHoleAndNoDouble) {
  const auto bouncer = PgBouncer::Start(server_->port(), PostgresServer::kUser);
  const std::string pooled = bouncer ? Through(bouncer->port()) : conninfo_;
  CommitToLake(NextBatch(1));
  std::deque<Batch> waiting;
  waiting.push_back(Ingest(1));
  std::atomic<bool> done = false;
  const auto read = [&](const std::string& conninfo) {
    return BorderReader([&, conninfo](const std::string& sql) {
             const auto answer = Ask(sql, {}, conninfo);
             if (!answer.ok()) return answer.error().message;
             EXPECT_THAT(answer->notes, IsEmpty());
             return answer->text;
           })
        .Run(done);
  };
  auto one = std::async(std::launch::async, read, conninfo_);
  auto other = std::async(std::launch::async, read, pooled);
  for (int round = 0; round < 4; ++round) {
    waiting.push_back(Ingest(2));
    waiting.push_back(Ingest(1));
    while (waiting.size() > 1) {
      CommitToLake(waiting.front());
      MarkFlushed(waiting.front());
      DeleteFromHot(waiting.front());
      waiting.pop_front();
    }
  }
  done = true;
  EXPECT_GT(one.get(), 1u);
  EXPECT_GT(other.get(), 1u);
}

}  // namespace
}  // namespace lake
