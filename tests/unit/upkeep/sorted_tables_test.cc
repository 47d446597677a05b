// Tables that are sorted by key: how ingest writes their files, and how upkeep merges them.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include "support/extracted_batch.h"
#include "support/ledger_builder.h"
#include "support/matchers.h"
#include "tables/all.h"
#include "unit/sink/lake_catalogs.h"
#include "upkeep/upkeep.h"

namespace lake {
namespace {

using testing::IsOk;

constexpr std::uint32_t kFirst = 1000;
constexpr std::uint32_t kLedgersOfBatch = 3;

class SortedTables : public testing::LakeCatalogs {
 protected:
  // Commits of three ledgers each.
  void Fill(std::uint32_t batches) {
    DuckLakeSinkOptions options = Options();
    options.tables = tables_;
    options.partition = true;
    DuckLakeSink sink(std::move(options));
    ASSERT_THAT(sink.Open(), IsOk());
    for (std::uint32_t i = 0; i < batches; ++i) {
      const std::vector<testing::BuiltLedger> ledgers = chain_.AddPayments(kLedgersOfBatch);
      ledgers_.insert(ledgers_.end(), ledgers.begin(), ledgers.end());
      ASSERT_THAT(sink.Commit(testing::ExtractBatch(tables_, ledgers, chain_.network_id()), {}),
                  IsOk());
    }
    ASSERT_THAT(sink.Close(), IsOk());
  }
  Result<UpkeepReport> Maintain(bool thorough = false) const {
    LakeWriter writer({.lake = lake_, .patience_ms = 120'000},
                      {.network = "pubnet", .program = "test", .writer = "host:1"});
    TRY(writer.Open());
    TRY(writer.ReadStorage());
    UpkeepOptions options;
    options.merge.thorough = thorough;
    Upkeep upkeep(writer, options);
    TRY(upkeep.Begin());
    for (bool more = true; more;) {
      TRY_ASSIGN(more, upkeep.Step());
    }
    TRY(writer.Close());
    return upkeep.report();
  }
  std::string Files(std::string_view table) const {
    return Probe().Cell(fmt::format("SELECT count(DISTINCT filename) FROM {}", table));
  }
  void ExpectWholeAndSorted() const {
    const Batch batch = testing::ExtractBatch(tables_, ledgers_, chain_.network_id());
    for (std::size_t i = 0; i < tables_.size(); ++i) {
      const TableSpec& spec = *tables_[i]->spec;
      EXPECT_GT(batch.rows(i), 0u);
      EXPECT_EQ(Probe().Digest(spec, 0, 100'000), batch.digest(i));
      std::string order;
      for (const std::string_view column : spec.order->columns) {
        order += fmt::format("{}{}", order.empty() ? "" : ", ", column);
      }
      EXPECT_EQ(Probe().Cell(fmt::format(
                    "SELECT count(*) FROM (SELECT row({0}) AS own, lag(row({0})) OVER (PARTITION "
                    "BY filename ORDER BY file_row_number) AS before FROM {1}) WHERE before >= own",
                    order, spec.name)),
                "0")
          << spec.name;
    }
  }

  const TableSet tables_ =
      *SelectTables(std::vector<std::string>{"transaction_index_v1", "participants_v1"});
  testing::LedgerChain chain_{testing::kTestPassphrase, kFirst, 22};
  std::vector<testing::BuiltLedger> ledgers_;
};

INSTANTIATE_TEST_SUITE_P(Catalogs, SortedTables,
                         ::testing::Values(CatalogKind::kDuckDb, CatalogKind::kSqlite),
                         testing::CatalogName);

TEST_P(SortedTables, AreMergedWhenThereAreTenRunsOfASize) {
  Fill(9);
  ExpectWholeAndSorted();
  ASSERT_THAT(Maintain(), IsOk());
  EXPECT_EQ(Files("participants_v1"), "9");
  Fill(2);
  const auto report = Maintain();
  ASSERT_THAT(report, IsOk());
  EXPECT_EQ(report->tables.at("participants_v1").files_after, 1u);
  EXPECT_EQ(Files("participants_v1"), "1");
  EXPECT_EQ(Files("transaction_index_v1"), "1");
  ExpectWholeAndSorted();
}

TEST_P(SortedTables, AreOneRunAfterAThoroughUpkeep) {
  Fill(3);
  ASSERT_THAT(Maintain(true), IsOk());
  EXPECT_EQ(Files("participants_v1"), "1");
  ExpectWholeAndSorted();
}

// So that the catalog picks the one file that can have a key.
TEST_P(SortedTables, AreSplitByKeyWhenTheyAreLarge) {
  Fill(4);
  LakeWriter writer({.lake = lake_, .patience_ms = 120'000},
                    {.network = "pubnet", .program = "test", .writer = "host:1"});
  ASSERT_THAT(writer.Open(), IsOk());
  ASSERT_THAT(writer.ReadStorage(), IsOk());
  UpkeepOptions options;
  options.merge.thorough = true;
  const auto plan = PlanMergesOf(writer.connection(), writer.lake(), writer.storage(), options);
  ASSERT_THAT(plan, IsOk());
  const auto run = std::ranges::find_if(
      plan->merges, [](const MergeRun& merge) { return merge.front().table == "participants_v1"; });
  ASSERT_NE(run, plan->merges.end());
  const auto merged =
      MergeFiles(writer, *run, FileOrders(options).at("participants_v1"), /*sorted_file_rows=*/10);
  ASSERT_THAT(merged, IsOk());
  ASSERT_THAT(writer.Close(), IsOk());
  EXPECT_GT(merged->files, 2u);
  EXPECT_EQ(Files("participants_v1"), std::to_string(merged->files));
  EXPECT_EQ(Probe().Cell("SELECT count(*) FROM (SELECT min(key) AS lo, lag(max(key)) OVER (ORDER BY "
                         "min(key), max(key)) AS before FROM participants_v1 GROUP BY filename) "
                         "WHERE before > lo"),
            "0");
  ExpectWholeAndSorted();
}

}  // namespace
}  // namespace lake
