// Kills a writer of the hot buffer at every named step of a commit, and the server under it, and
// looks whether a second run completes the buffer to what an undisturbed run gives.
#include <gmock/gmock.h>

#include <algorithm>
#include <cstdlib>

#include "hot/commit_steps.h"
#include "sink/hot_commit.h"
#include "support/crashing_child.h"
#include "support/postgres_rows.h"
#include "unit/sink/hot_database.h"

namespace lake {
namespace {

using testing::IsOk;
using testing::kKilled;

constexpr std::size_t kBatches = 3;
constexpr std::size_t kLedgers = 2;  // of a batch

PostgresSinkOptions Options(const std::string& conninfo, const TableSet& tables) {
  return {.connection = {.conninfo = conninfo},
          .tables = tables,
          .origin = {.network = "test",
                     .source = "a chain",
                     .pipeline_version = "1",
                     .processor_name = "test",
                     .writer = "",
                     .era = {}}};
}

std::vector<Batch> Batches(const TableSet& tables) {
  testing::LedgerChain chain(testing::kTestPassphrase, 1000, 23);
  std::vector<Batch> out;
  for (std::size_t i = 0; i < kBatches; ++i) {
    out.push_back(testing::ExtractBatch(tables, chain.AddPayments(kLedgers), chain.network_id()));
  }
  return out;
}

// A run of a writer in a process of its own: commits what the buffer does not hold yet.
TEST(CrashingHotWriter, DISABLED_CommitsThreeBatches) {
  const char* conninfo = std::getenv("HOT_CONNINFO");
  ASSERT_NE(conninfo, nullptr);
  const TableSet tables = *SelectTables({});
  PostgresSink sink(Options(conninfo, tables));
  const auto held = sink.Open();
  ASSERT_THAT(held, IsOk());
  for (const Batch& batch : Batches(tables)) {
    if (held->HeldByAny().Contains(batch.first())) continue;
    ASSERT_THAT(sink.Commit(batch, {}), IsOk());
  }
}

class HotWriterKilled : public testing::OnHotDatabase {
 protected:
  int RunWriter(const std::string& crash_at) {
    return testing::RunCrashing("CrashingHotWriter", {{"HOT_CONNINFO", conninfo_}}, crash_at);
  }
  void ExpectWhole() {
    PgConnection connection = Connect();
    const std::vector<Batch> batches = Batches(tables_);
    for (std::size_t i = 0; i < tables_.size(); ++i) {
      RowDigest expected;
      for (const Batch& batch : batches) expected.Add(batch.digest(i));
      const TableSpec& spec = *tables_[i]->spec;
      const auto digest = testing::DigestPostgresTable(connection, spec, *HotTablePath(spec));
      ASSERT_THAT(digest, IsOk());
      EXPECT_EQ(*digest, expected) << spec.name;
    }
    EXPECT_EQ(Sql("SELECT count(*) || ' ' || sum(hi - lo + 1) FROM extra.hot_batches"), "3 6");
    EXPECT_EQ(Sql("SELECT count(*) FROM extra.hot_ledgers"), "6");
    EXPECT_EQ(Sql("SELECT count(*) || ' ' || max(id) FROM _meta_lineage"),
              fmt::format("{0} {0}", kBatches * tables_.size()));
  }
};

TEST_F(HotWriterKilled, AtAnyStepLeavesABufferThatASecondRunCompletes) {
#ifndef STELLARLAKE_CRASH_POINTS
  GTEST_SKIP() << "built without crash points";
#endif
  for (const std::string step : hot_step::kAll) {
    SCOPED_TRACE(step);
    if (step != hot_step::kAll[0]) SetUp();  // a database for each
    const std::size_t hit = step == hot_step::kCopied ? tables_.size() + 5 : 2;
    ASSERT_EQ(RunWriter(fmt::format("{}:{}", step, hit)), kKilled);
    ASSERT_EQ(RunWriter(""), 0);
    ExpectWhole();
  }
}

TEST_F(HotWriterKilled, TogetherWithTheServerBeginsAnew) {
#ifndef STELLARLAKE_CRASH_POINTS
  GTEST_SKIP() << "built without crash points";
#endif
  ASSERT_EQ(RunWriter(fmt::format("{}:2", hot_step::kCommitted)), kKilled);
  server_->Stop("immediate");
  server_->Restart();
  EXPECT_EQ(Sql("SELECT count(*) FROM ledgers_row_v2"), "0");
  ASSERT_EQ(RunWriter(""), 0);
  ExpectWhole();
  EXPECT_EQ(Sql("SELECT epoch FROM extra.hot_state"), "2");
}

}  // namespace
}  // namespace lake
