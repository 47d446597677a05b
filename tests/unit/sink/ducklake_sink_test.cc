#include "sink/ducklake_sink.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "base/hex.h"
#include "lake_catalogs.h"
#include "support/matchers.h"
#include "table/ddl.h"

namespace lake {
namespace {

using ::testing::ElementsAre;
using testing::HasMessage;
using testing::IsError;
using testing::IsOk;
using testing::kTinySpec;
using testing::LakeProbe;
using testing::MakeTinyBatch;
using testing::TinyHash;

using DuckLakeSinkOnEveryCatalog = testing::LakeCatalogs;
INSTANTIATE_TEST_SUITE_P(Catalogs, DuckLakeSinkOnEveryCatalog,
                         ::testing::Values(CatalogKind::kDuckDb, CatalogKind::kSqlite,
                                           CatalogKind::kPostgres),
                         testing::CatalogName);
// What does not depend on the catalog is tested on the quickest one.
using DuckLakeSinkTest = testing::LakeCatalogs;
INSTANTIATE_TEST_SUITE_P(Catalog, DuckLakeSinkTest, ::testing::Values(CatalogKind::kDuckDb),
                         testing::CatalogName);

const std::vector<QualityResult> kQuality{
    {"core.tiny_things_row_v3", "check_one", "validity", false, true, "20 rows checked", 20, 0},
    {"core.tiny_things_row_v3", "check_two", "completeness", false, false, "3 violations", 20, 3}};

const std::vector<std::string> kTinyNames{"tiny_things_row_v3", "tiny_others_row_v1"};

TEST_P(DuckLakeSinkOnEveryCatalog, KeepsRowsLineageQualityAndFenceOfEveryBatch) {
  {
    DuckLakeSink sink(Options());
    auto covered = sink.Open();
    ASSERT_THAT(covered, IsOk());
    EXPECT_TRUE(covered->empty());
    auto report = sink.Commit(MakeTinyBatch(100, 149), kQuality);
    ASSERT_THAT(report, IsOk());
    EXPECT_EQ(report->rows, 500u + 160);
    EXPECT_GT(report->bytes_written, 1'000u);
    ASSERT_THAT(sink.Commit(MakeTinyBatch(150, 160), kQuality), IsOk());
    EXPECT_EQ(sink.durable().Watermark(kTinyNames, 100), 160u);
    ASSERT_THAT(sink.Close(), IsOk());
  }
  const LakeProbe probe = Probe().Held();
  EXPECT_EQ(probe.Digest(kTinySpec, 1, 1'000), MakeTinyBatch(100, 160).digest(0));
  EXPECT_THAT(
      probe.Rows("SELECT id, dataset, partition, source_ledger_start, source_ledger_end, "
                 "processor_name, pipeline_version, row_count FROM _meta_lineage ORDER BY id"),
      ElementsAre("1|core.tiny_things_row_v3|0|100|149|stellarlake|1.2.3|500",
                  "2|core.tiny_others_row_v1|0|100|149|stellarlake|1.2.3|160",
                  "3|core.tiny_things_row_v3|0|150|160|stellarlake|1.2.3|110",
                  "4|core.tiny_others_row_v1|0|150|160|stellarlake|1.2.3|40"));
  EXPECT_EQ(probe.Cell("SELECT checksum FROM _meta_lineage WHERE id = 3"),
            MakeTinyBatch(150, 160).digest(0).Hex());
  EXPECT_THAT(
      probe.Rows("SELECT id, check_name, check_type, passed, details, row_count, null_anomalies "
                 "FROM _meta_quality ORDER BY id"),
      ElementsAre("1|check_one|validity|true|20 rows checked|20|0",
                  "2|check_two|completeness|false|3 violations|20|3",
                  "3|check_one|validity|true|20 rows checked|20|0",
                  "4|check_two|completeness|false|3 violations|20|3"));
  EXPECT_EQ(
      probe.Cell("SELECT network, commits, epoch, watermark, last_lineage_id, last_quality_id "
                 "FROM _fence"),
      "pubnet|2|1|160|4|4");
  EXPECT_THAT(probe.Rows("SELECT lo, hi, first_prev_hash = '" + Hex(TinyHash(99)) +
                         "', source FROM _batches ORDER BY lo"),
              ElementsAre("100|149|true|a folder", "150|160|false|a folder"));
  EXPECT_THAT(probe.Rows("SELECT name, tier, purpose, subject, grain, major_version, minor_version "
                         "FROM _meta_datasets ORDER BY name"),
              ElementsAre("core.tiny_others_row_v1|core|row|others|v1|1|0",
                          "core.tiny_things_row_v3|core|row|things|v3|3|0"));
  EXPECT_THAT(
      probe.Rows("SELECT id, dataset, change_type, description FROM _meta_changes ORDER BY id"),
      ElementsAre("1|core.tiny_things_row_v3|schema|create table, 10 columns",
                  "2|core.tiny_others_row_v1|schema|create table, 10 columns"));
}

TEST_P(DuckLakeSinkOnEveryCatalog, IsLookedAtBetweenCommits) {
  DuckLakeSink sink(Options());
  ASSERT_THAT(sink.Open(), IsOk());
  ASSERT_THAT(sink.Commit(MakeTinyBatch(100, 110), {}), IsOk());
  EXPECT_THAT(sink.Check(), IsOk());
  const std::string data = lake_.data_path.empty() ? folder_.File("lake/data") : lake_.data_path;
  std::filesystem::rename(data, data + ".away");
  EXPECT_THAT(sink.Check(), IsError(Code::kNotFound));
  std::filesystem::rename(data + ".away", data);
  EXPECT_THAT(sink.Check(), IsOk());
  EXPECT_THAT(sink.Commit(MakeTinyBatch(111, 112), {}), IsOk());
}

TEST_P(DuckLakeSinkOnEveryCatalog, SaysWhatItHoldsWhenOpenedAgainAndWritesNothing) {
  {
    DuckLakeSink sink(Options());
    ASSERT_THAT(sink.Open(), IsOk());
    ASSERT_THAT(sink.Commit(MakeTinyBatch(200, 210), {}), IsOk());
    ASSERT_THAT(sink.Commit(MakeTinyBatch(100, 110), {}), IsOk());
    ASSERT_THAT(sink.Commit(MakeTinyBatch(111, 120), {}), IsOk());
  }
  const std::string snapshots = Probe().Cell("SELECT count(*) FROM lake.snapshots()");
  DuckLakeSink sink(Options());
  auto covered = sink.Open();
  ASSERT_THAT(covered, IsOk());
  EXPECT_EQ(covered->HeldByAll(kTinyNames), (LedgerSet{{100, 120}, {200, 210}}));
  auto again = sink.Commit(MakeTinyBatch(105, 125), {});
  EXPECT_THAT(again, IsError(Code::kConflict));
  EXPECT_THAT(again,
              HasMessage("ledgers 105-125: ledgers 105-110 of tiny_others_row_v1 are in the lake "
                         "already: "));
  ASSERT_THAT(sink.Close(), IsOk());
  EXPECT_EQ(Probe().Cell("SELECT count(*) FROM lake.snapshots()"), snapshots);
}

TEST_P(DuckLakeSinkTest, RefusesABatchThatDoesNotChainWithItsNeighbour) {
  DuckLakeSink sink(Options());
  ASSERT_THAT(sink.Open(), IsOk());
  ASSERT_THAT(sink.Commit(MakeTinyBatch(100, 110), {}), IsOk());
  Batch forged = MakeTinyBatch(111, 112);
  forged.ledgers.front()->previous_hash = TinyHash(7);
  EXPECT_THAT(sink.Commit(forged, {}), IsError(Code::kDataLoss));
  // The sink stays usable.
  EXPECT_THAT(sink.Commit(MakeTinyBatch(111, 112), {}), IsOk());
}

TEST_P(DuckLakeSinkTest, ABatchThatCannotBeWrittenLeavesNothingBehind) {
  DuckLakeSink sink(Options());
  ASSERT_THAT(sink.Open(), IsOk());
  Batch bad = MakeTinyBatch(100, 110);
  // The second table fails after the first was written.
  bad.ledgers[2]->tables[1].AsMutable<testing::TinyRow>()[0].name = "\xff\xfe is not text at all";
  EXPECT_THAT(sink.Commit(bad, {}), IsError(Code::kInternal));
  ASSERT_THAT(sink.Close(), IsOk());
  EXPECT_EQ(Probe().Cell("SELECT count(*) FROM tiny_things_row_v3"), "0");
  EXPECT_EQ(Probe().Cell("SELECT count(*) FROM _batches"), "0");
}

TEST_P(DuckLakeSinkTest, HoldsOneNetwork) {
  {
    DuckLakeSink sink(Options());
    ASSERT_THAT(sink.Open(), IsOk());
  }
  DuckLakeSinkOptions other = Options();
  other.origin.network = "testnet";
  DuckLakeSink sink(other);
  auto opened = sink.Open();
  EXPECT_THAT(opened, IsError(Code::kInvalidArgument));
  EXPECT_THAT(opened, HasMessage("this lake holds ledgers of pubnet, these are of testnet"));
}

TEST_P(DuckLakeSinkTest, TablesCanBeAddedToLedgersThatAreThere) {
  const TableSet things{testing::TinyTables()[0]};
  const TableSet others{testing::TinyTables()[1]};
  DuckLakeSinkOptions options = Options();
  options.tables = things;
  {
    DuckLakeSink sink(options);
    ASSERT_THAT(sink.Open(), IsOk());
    ASSERT_THAT(sink.Commit(MakeTinyBatch(100, 110, 10, things), {}), IsOk());
  }
  options.tables = others;
  {
    DuckLakeSink sink(options);
    auto covered = sink.Open();
    ASSERT_THAT(covered, IsOk());
    EXPECT_EQ(covered->Held("tiny_things_row_v3"), (LedgerSet{{100, 110}}));
    EXPECT_TRUE(covered->Held("tiny_others_row_v1").empty());
    ASSERT_THAT(sink.Commit(MakeTinyBatch(100, 110, 10, others), {}), IsOk());
    EXPECT_EQ(sink.durable().HeldByAll(kTinyNames), (LedgerSet{{100, 110}}));
    EXPECT_THAT(sink.Commit(MakeTinyBatch(100, 110), {}), IsError(Code::kConflict));
  }
  EXPECT_EQ(Probe().Cell("SELECT count(*) FROM tiny_others_row_v1"), "30");
}

// The fence's watermark is the lowest over all data tables; the coverage knows it for each.
TEST_P(DuckLakeSinkTest, TheWatermarkWaitsForTheTableThatLacksMost) {
  const TableSet things{testing::TinyTables()[0]};
  const TableSet others{testing::TinyTables()[1]};
  const auto watermark = [this] {
    return Probe().Cell("SELECT coalesce(watermark, -1) FROM _fence");
  };
  DuckLakeSinkOptions options = Options();
  options.tables = things;
  {
    DuckLakeSink sink(options);
    ASSERT_THAT(sink.Open(), IsOk());
    ASSERT_THAT(sink.Commit(MakeTinyBatch(100, 104, 10, things), {}), IsOk());
  }
  EXPECT_EQ(watermark(), "104");
  {
    DuckLakeSink sink(Options());
    ASSERT_THAT(sink.Open(), IsOk());
    ASSERT_THAT(sink.Commit(MakeTinyBatch(105, 109), {}), IsOk());
    EXPECT_EQ(sink.durable().Watermark(std::vector<std::string>{"tiny_things_row_v3"}, 100), 109u);
    EXPECT_EQ(sink.durable().Watermark(kTinyNames, 105), 109u);
    EXPECT_EQ(sink.durable().Watermark(kTinyNames, 100), std::nullopt);
  }
  EXPECT_EQ(watermark(), "-1");
  {
    DuckLakeSink sink(Options());
    ASSERT_THAT(sink.Open(), IsOk());
    ASSERT_THAT(sink.Commit(MakeTinyBatch(102, 104, 10, others), {}), IsOk());
    ASSERT_THAT(sink.Close(), IsOk());
  }
  EXPECT_EQ(watermark(), "-1");
  {
    DuckLakeSink sink(Options());
    ASSERT_THAT(sink.Open(), IsOk());
    ASSERT_THAT(sink.Commit(MakeTinyBatch(100, 101, 10, others), {}), IsOk());
    EXPECT_EQ(sink.durable().Watermark(kTinyNames, 100), 109u);
    ASSERT_THAT(sink.Commit(MakeTinyBatch(110, 112, 10, things), {}), IsOk());
    ASSERT_THAT(sink.Close(), IsOk());
  }
  EXPECT_EQ(watermark(), "109");
  {
    DuckLakeSink sink(Options());
    ASSERT_THAT(sink.Open(), IsOk());
    ASSERT_THAT(sink.Commit(MakeTinyBatch(50, 60), {}), IsOk());
    ASSERT_THAT(sink.Commit(MakeTinyBatch(110, 111, 10, others), {}), IsOk());
    ASSERT_THAT(sink.Close(), IsOk());
  }
  EXPECT_EQ(watermark(), "111");
}

TEST_P(DuckLakeSinkTest, RenamedTablesKeepTheirDataset) {
  DuckLakeSinkOptions options = Options();
  options.table_names.emplace("tiny_things_row_v3", "my things");
  {
    DuckLakeSink sink(options);
    ASSERT_THAT(sink.Open(), IsOk());
    ASSERT_THAT(sink.Commit(MakeTinyBatch(1, 3), {}), IsOk());
  }
  EXPECT_EQ(Probe().Cell("SELECT count(*) FROM \"my things\""), "30");
  EXPECT_EQ(Probe().Cell("SELECT row_count FROM _meta_lineage WHERE dataset = "
                         "'core.tiny_things_row_v3'"),
            "30");
}

TEST_P(DuckLakeSinkTest, AddsColumnsThatItsOwnTablesLack) {
  {
    DuckLakeSink sink(Options());
    ASSERT_THAT(sink.Open(), IsOk());
  }
  Probe().Execute("ALTER TABLE _meta_lineage DROP COLUMN schema_hash");
  DuckLakeSink sink(Options());
  ASSERT_THAT(sink.Open(), IsOk());
  ASSERT_THAT(sink.Commit(MakeTinyBatch(1, 3), {}), IsOk());
}

TEST_P(DuckLakeSinkTest, RefusesATableOfAnotherShape) {
  {
    DuckLakeSink sink(Options());
    ASSERT_THAT(sink.Open(), IsOk());
  }
  Probe().Execute("DROP TABLE tiny_others_row_v1; CREATE TABLE tiny_others_row_v1 (x BIGINT)");
  DuckLakeSink sink(Options());
  EXPECT_THAT(sink.Open(),
              HasMessage("table tiny_others_row_v1: the lake was made with other columns: it lacks "
                         "ledger_sequence"));
  Probe().Execute(
      "DROP TABLE tiny_others_row_v1; ALTER TABLE tiny_things_row_v3 DROP COLUMN "
      "ledger_range; ALTER TABLE tiny_things_row_v3 ADD COLUMN x BIGINT");
  DuckLakeSink other(Options());
  EXPECT_THAT(other.Open(),
              HasMessage("table tiny_things_row_v3: the lake was made with other columns: it lacks "
                         "ledger_range; it also has x; give the same --columns and --exclude"));
}

TEST_P(DuckLakeSinkTest, RefusesAColumnOfAnotherType) {
  {
    DuckLakeSink sink(Options());
    ASSERT_THAT(sink.Open(), IsOk());
  }
  const std::string name(testing::TinyTables()[1]->spec->columns[0].name);
  Probe().Execute("CREATE TABLE other AS SELECT * REPLACE (" + name + "::VARCHAR AS " + name +
                  ") FROM tiny_others_row_v1; DROP TABLE tiny_others_row_v1; ALTER TABLE other "
                  "RENAME TO tiny_others_row_v1");
  DuckLakeSink sink(Options());
  EXPECT_THAT(sink.Open(), HasMessage("table tiny_others_row_v1: column 1 is " + name +
                                      " VARCHAR in the lake instead of " + name));
}

// Columns that may be NULL now were NOT NULL in lakes of older versions.
TEST_P(DuckLakeSinkTest, LetsColumnsBeNullThatWereNotInAnOlderLake) {
  {
    DuckLakeSink sink(Options());
    ASSERT_THAT(sink.Open(), IsOk());
  }
  std::string older = CreateTableSql(*testing::TinyTables()[0]->spec, {});
  const std::string_view column = "\"small\" INTEGER";
  ASSERT_NE(older.find(column), std::string::npos) << older;
  older.insert(older.find(column) + column.size(), " NOT NULL");
  Probe().Execute("DROP TABLE tiny_things_row_v3; " + older);
  DuckLakeSink sink(Options());
  ASSERT_THAT(sink.Open(), IsOk());
  ASSERT_THAT(sink.Commit(MakeTinyBatch(1, 3), {}), IsOk());
  ASSERT_THAT(sink.Close(), IsOk());
  EXPECT_THAT(Probe().Rows("SELECT is_nullable FROM duckdb_columns() WHERE table_name = "
                           "'tiny_things_row_v3' AND column_name = 'small'"),
              ElementsAre("true"));
  EXPECT_EQ(Probe().Cell("SELECT dataset, change_type FROM _meta_changes WHERE description = "
                         "'column small may be NULL'"),
            "core.tiny_things_row_v3|schema");
}

TEST_P(DuckLakeSinkTest, PartitionsNewTablesWhenAsked) {
  DuckLakeSinkOptions options = Options();
  options.partition = true;
  {
    DuckLakeSink sink(options);
    ASSERT_THAT(sink.Open(), IsOk());
    ASSERT_THAT(sink.Commit(MakeTinyBatch(9'998, 10'001), {}), IsOk());
  }
  const auto table = folder_.path() / "lake/data/bronze/tiny_things_row_v3";
  EXPECT_TRUE(std::filesystem::exists(table / "ledger_range=0"));
  EXPECT_TRUE(std::filesystem::exists(table / "ledger_range=10000"));
  EXPECT_EQ(Probe().Digest(kTinySpec, 1, 20'000), MakeTinyBatch(9'998, 10'001).digest(0));
  EXPECT_EQ(Probe().Cell("SELECT count(*) FROM _meta_changes WHERE change_type = 'partition'"),
            "2");
  EXPECT_EQ(Probe().Cell("SELECT partition FROM _meta_lineage WHERE id = 1"), "NULL");
}

TEST_P(DuckLakeSinkTest, RecordsItsEraAndStopsWhenItIsFrozen) {
  DuckLakeSinkOptions options = Options();
  options.origin.era = EraPolicy{.era_id = "", .version_label = "v1", .network = "mainnet"};
  {
    DuckLakeSink sink(options);
    ASSERT_THAT(sink.Open(), IsOk());
    ASSERT_THAT(sink.Commit(MakeTinyBatch(102, 103), {}), IsOk());
    ASSERT_THAT(sink.Commit(MakeTinyBatch(100, 101), {}), IsOk());
  }
  EXPECT_EQ(Probe().Cell(
                "SELECT era_id, network, version_label, ledger_start, protocol_min, protocol_max, "
                "status FROM _meta_eras"),
            "p23_plus|mainnet|v1|100|23|23|active");
  EXPECT_EQ(Probe().Cell("SELECT era_id FROM _meta_lineage WHERE id = 1"), "p23_plus");
  Probe().Execute("UPDATE _meta_eras SET status = 'frozen'");
  DuckLakeSink sink(options);
  ASSERT_THAT(sink.Open(), IsOk());
  EXPECT_THAT(sink.Commit(MakeTinyBatch(104, 105), {}),
              HasMessage("era p23_plus v1 of mainnet is frozen"));
  options.origin.era->era_id = "p23_plus";
  EXPECT_THAT(DuckLakeSink(options).Open(), HasMessage("era p23_plus v1 of mainnet is frozen"));
}

TEST_P(DuckLakeSinkTest, NoticesATornFileWhenItIsOpened) {
  {
    DuckLakeSink sink(Options());
    ASSERT_THAT(sink.Open(), IsOk());
    ASSERT_THAT(sink.Commit(MakeTinyBatch(100, 110), {}), IsOk());
  }
  std::filesystem::remove(folder_.path() / "lake/data/.stellarlake-durable");
  const auto table = folder_.path() / "lake/data/bronze/tiny_things_row_v3";
  const auto file = std::filesystem::directory_iterator(table)->path();
  std::filesystem::resize_file(file, std::filesystem::file_size(file) / 2);
  DuckLakeSink sink(Options());
  auto opened = sink.Open();
  EXPECT_THAT(opened, IsError(Code::kDataLoss));
  EXPECT_THAT(opened, HasMessage(file.string() + " is torn"));
}

}  // namespace
}  // namespace lake
