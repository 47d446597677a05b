#include "lineage/batch_rows.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "lineage/dataset_rows.h"
#include "support/matchers.h"
#include "support/tiny_batch.h"

namespace lake {
namespace {

using testing::IsError;
using testing::IsOk;
using testing::MakeTinyBatch;

const Origin kOrigin{
    .network = "pubnet",
    .source = "folder",
    .pipeline_version = "1.2.3",
    .processor_name = "stellarlake",
    .writer = "host:17",
    .era = EraPolicy{.era_id = "p23_plus", .version_label = "v1", .network = "mainnet"}};

const std::vector<QualityResult> kQuality{
    {"core.tiny", "check_one", "validity", false, true, "20 rows checked", 20, 0},
    {"core.tiny", "check_two", "completeness", false, false, "3 violations", 20, 3}};

TEST(BatchRows, HasOneLineageRowPerTableAlsoForEmptyOnes) {
  const Batch batch = MakeTinyBatch(10'000, 10'001);  // no third ledger: the second table is empty
  BatchRows rows;
  rows.ids = {.lineage = 40, .quality = 7};
  ASSERT_THAT(
      MakeBatchRows(batch, RecordOf(batch, "b", kOrigin), kOrigin, kQuality, Timestamp{5}, rows),
      IsOk());
  const auto lineage = rows.lineage.As<LineageRow>();
  ASSERT_EQ(lineage.size(), 2u);
  EXPECT_EQ(lineage[0].id, 41);
  EXPECT_EQ(lineage[0].dataset, "core.tiny_things_row_v3");
  EXPECT_EQ(lineage[0].partition, "10000");
  EXPECT_EQ(lineage[0].source_ledger_start, 10'000);
  EXPECT_EQ(lineage[0].source_ledger_end, 10'001);
  EXPECT_EQ(lineage[0].row_count, 20);
  EXPECT_EQ(lineage[0].checksum, batch.digest(0).Hex());
  EXPECT_EQ(lineage[0].era_id, "p23_plus");
  EXPECT_EQ(lineage[1].id, 42);
  EXPECT_EQ(lineage[1].row_count, 0);
  EXPECT_EQ(lineage[1].checksum, std::string(32, '0'));
  EXPECT_EQ(rows.ids.lineage, 42);
}

TEST(BatchRows, QualityResultsKeepTheirWords) {
  const Batch batch = MakeTinyBatch(9'999, 10'000);
  BatchRows rows;
  rows.ids = {.lineage = 0, .quality = 7};
  ASSERT_THAT(
      MakeBatchRows(batch, RecordOf(batch, "b", kOrigin), kOrigin, kQuality, Timestamp{5}, rows),
      IsOk());
  const auto quality = rows.quality.As<QualityRow>();
  ASSERT_EQ(quality.size(), 2u);
  EXPECT_EQ(quality[1].id, 9);
  EXPECT_EQ(quality[1].partition, std::nullopt);  // the batch lies in two ranges
  EXPECT_EQ(quality[1].check_name, "check_two");
  EXPECT_FALSE(quality[1].passed);
  EXPECT_EQ(quality[1].details, "3 violations");
  EXPECT_EQ(quality[1].null_anomalies, 3);
  EXPECT_EQ(quality[1].created_at, Timestamp{5});
}

TEST(BatchRows, TheBatchNamesItsHashesCountsAndDigests) {
  const Batch batch = MakeTinyBatch(3, 5);
  BatchRows rows;
  const BatchRecord record = RecordOf(batch, "id-1", kOrigin);
  ASSERT_THAT(MakeBatchRows(batch, record, kOrigin, {}, Timestamp{5}, rows), IsOk());
  const BatchRow& row = rows.batch.As<BatchRow>()[0];
  EXPECT_EQ(row.batch_id, "id-1");
  EXPECT_EQ(row.lo, 3);
  EXPECT_EQ(row.hi, 5);
  EXPECT_EQ(row.writer, "host:17");
  const auto counts = nlohmann::json::parse(row.row_counts);
  EXPECT_EQ(counts["tiny_things_row_v3"], 30);
  EXPECT_EQ(counts["tiny_others_row_v1"], 10);
  EXPECT_EQ(nlohmann::json::parse(row.digests)["tiny_others_row_v1"], batch.digest(1).Hex());
  EXPECT_EQ(record.tables, (std::vector<std::string>{"tiny_others_row_v1", "tiny_things_row_v3"}));
}

TEST(BatchRows, RefusesIdsThatDoNotFitTheirColumn) {
  const Batch batch = MakeTinyBatch(1, 1);
  BatchRows rows;
  rows.ids = {.lineage = 2'147'483'646, .quality = 0};
  EXPECT_THAT(MakeBatchRows(batch, RecordOf(batch, "b", kOrigin), kOrigin, {}, Timestamp{5}, rows),
              IsError(Code::kResourceExhausted));
}

TEST(DatasetRow, IsTakenFromTheSpec) {
  Arena arena;
  const DatasetRow row = MakeDatasetRow(testing::kTinySpec, Timestamp{9}, arena);
  EXPECT_EQ(row.name, "core.tiny_things_row_v3");
  EXPECT_EQ(row.tier, "core");
  EXPECT_EQ(row.domain, "core");
  EXPECT_EQ(row.purpose, "row");
  EXPECT_EQ(row.subject, "things");
  EXPECT_EQ(row.grain, "v3");
  EXPECT_EQ(row.major_version, 3);
  EXPECT_EQ(row.minor_version, 0);
}

}  // namespace
}  // namespace lake
