// Lakes that are full, opened by a version whose tables have got more columns, or that has more
// tables.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lake_catalogs.h"
#include "support/grown_tables.h"
#include "support/matchers.h"
#include "table/schema_hash.h"

namespace lake {
namespace {

using ::testing::ElementsAre;
using testing::GrownTables;
using ::testing::HasSubstr;
using testing::IsError;
using testing::IsOk;
using testing::kTinySpec;
using testing::MakeTinyBatch;
using testing::TinyTables;

constexpr std::string_view kThings = "core.tiny_things_row_v3";

class GrownLake : public testing::LakeCatalogs {
 protected:
  DuckLakeSinkOptions OptionsOf(const TableSet& tables) const {
    DuckLakeSinkOptions options = Options();
    options.tables = tables;
    options.partition = true;
    return options;
  }
  // Opens the lake as a version with these tables and commits one batch.
  void Write(const TableSet& tables, std::uint32_t first, std::uint32_t last) {
    DuckLakeSink sink(OptionsOf(tables));
    ASSERT_THAT(sink.Open(), IsOk());
    ASSERT_THAT(sink.Commit(MakeTinyBatch(first, last, 10, tables), {}), IsOk());
    ASSERT_THAT(sink.Close(), IsOk());
  }
  std::string Recorded(std::string_view what, std::uint32_t first) const {
    return Probe().Cell(
        fmt::format("SELECT {} FROM _meta_lineage WHERE dataset = '{}' AND source_ledger_start = "
                    "{}",
                    what, kThings, first));
  }
  // As a version left it that noted no schemas.
  void ForgetSchemas() const {
    Probe().Execute("ALTER TABLE _meta_lineage DROP COLUMN schema_hash; DROP TABLE _meta_schemas");
  }
};
INSTANTIATE_TEST_SUITE_P(Catalogs, GrownLake,
                         ::testing::Values(CatalogKind::kDuckDb, CatalogKind::kSqlite,
                                           CatalogKind::kPostgres),
                         testing::CatalogName);
// A DuckDB-file catalog is for one process at a time.
class SharedGrownLake : public GrownLake {};
INSTANTIATE_TEST_SUITE_P(Catalogs, SharedGrownLake,
                         ::testing::Values(CatalogKind::kSqlite, CatalogKind::kPostgres),
                         testing::CatalogName);

TEST_P(GrownLake, HasOldRowsWithoutTheColumnsAndNewOnesWithThem) {
  Write(TinyTables(), 100, 110);
  Write(GrownTables(), 111, 120);
  const TableSpec& grown = *GrownTables()[0]->spec;
  EXPECT_EQ(Probe().Digest(kTinySpec, 100, 110), MakeTinyBatch(100, 110).digest(0));
  EXPECT_EQ(Probe().Digest(grown, 111, 120), MakeTinyBatch(111, 120, 10, GrownTables()).digest(0));
  // Read by its first columns, a row is what it was in either version.
  EXPECT_EQ(Probe().Digest(kTinySpec, 100, 120), MakeTinyBatch(100, 120).digest(0));
  EXPECT_EQ(Probe().Cell("SELECT count(*), count(later_number), count(later_note), max(big = "
                         "later_number) FROM tiny_things_row_v3 WHERE ledger_sequence <= 110"),
            "110|0|0|NULL");
  EXPECT_EQ(Probe().Cell("SELECT count(*), bool_and(later_number IS NOT DISTINCT FROM big), "
                         "bool_and(later_note IS NOT DISTINCT FROM note) FROM tiny_things_row_v3 "
                         "WHERE ledger_sequence > 110"),
            "100|true|true");
  // Statistics of files that lack the column do not hide their rows.
  EXPECT_EQ(Probe().Cell("SELECT count(*) FROM tiny_things_row_v3 WHERE later_note IS NULL AND "
                         "ledger_sequence <= 110"),
            "110");
  EXPECT_EQ(Probe().Cell("SELECT min(ledger_sequence) FROM tiny_things_row_v3 WHERE later_number "
                         "<= 0"),
            "111");
}

TEST_P(GrownLake, NamesTheSchemaOfEveryBatch) {
  Write(TinyTables(), 100, 110);
  const std::string checksum = Recorded("checksum", 100);
  Write(GrownTables(), 111, 120);
  EXPECT_EQ(Recorded("checksum", 100), checksum);
  EXPECT_EQ(Recorded("schema_hash", 100), SchemaHash(kTinySpec));
  EXPECT_EQ(Recorded("schema_hash", 111), SchemaHash(*GrownTables()[0]->spec));
  EXPECT_THAT(
      Probe().Rows(fmt::format("SELECT count(*), max(position), string_agg(column_name || ':' || "
                               "column_type, ',' ORDER BY position) FILTER (position > 8), "
                               "string_agg(column_name, ',') FILTER (NOT digested) FROM "
                               "_meta_schemas WHERE dataset = '{}' GROUP BY schema_hash ORDER BY 1",
                               kThings)),
      ElementsAre("10|10|seen_at:TIMESTAMP,ledger_range:BIGINT|seen_at",
                  "12|12|seen_at:TIMESTAMP,ledger_range:BIGINT,later_number:BIGINT,"
                  "later_note:VARCHAR|seen_at"));
  EXPECT_EQ(Probe().Cell("SELECT count(DISTINCT schema_hash) FROM _meta_schemas WHERE dataset = "
                         "'core.tiny_others_row_v1'"),
            "1");
  EXPECT_EQ(Probe().Cell(fmt::format("SELECT major_version, minor_version, schema_hash FROM "
                                     "_meta_datasets WHERE name = '{}'",
                                     kThings)),
            "3|1|" + SchemaHash(*GrownTables()[0]->spec));
}

TEST_P(GrownLake, SaysWhatHasChangedAndHowToUndoIt) {
  Write(TinyTables(), 100, 110);
  Write(GrownTables(), 111, 120);
  EXPECT_THAT(
      Probe().Rows("SELECT id, dataset, change_type, description, replace(rollback_sql, '\"', '') "
                   "FROM _meta_changes WHERE id > 4 ORDER BY id"),
      ElementsAre("5|core.tiny_things_row_v3|schema|add column later_number BIGINT|ALTER TABLE "
                  "lake.bronze.tiny_things_row_v3 DROP COLUMN later_number",
                  "6|core.tiny_things_row_v3|schema|add column later_note VARCHAR|ALTER TABLE "
                  "lake.bronze.tiny_things_row_v3 DROP COLUMN later_note",
                  "7|core.tiny_news_row_v1|schema|create table, 10 columns|DROP TABLE "
                  "lake.bronze.tiny_news_row_v1",
                  "8|core.tiny_news_row_v1|partition|partition by ledger_range|ALTER TABLE "
                  "lake.bronze.tiny_news_row_v1 RESET PARTITIONED BY"));
  const std::string snapshots = Probe().Cell("SELECT count(*) FROM lake.snapshots()");
  {
    DuckLakeSink again(OptionsOf(GrownTables()));
    ASSERT_THAT(again.Open(), IsOk());
    ASSERT_THAT(again.Close(), IsOk());
  }
  EXPECT_EQ(Probe().Cell("SELECT count(*) FROM lake.snapshots()"), snapshots);
}

// A table that came later takes the ledgers that are there, and goes on with the others.
TEST_P(GrownLake, IsFilledWithTablesThatCameLater) {
  Write(TinyTables(), 100, 110);
  const TableSet news{GrownTables()[2]};
  Write(news, 100, 110);
  Write(GrownTables(), 111, 115);
  DuckLakeSink sink(OptionsOf(GrownTables()));
  const auto covered = sink.Open();
  ASSERT_THAT(covered, IsOk());
  ASSERT_THAT(sink.Close(), IsOk());
  EXPECT_EQ(Probe().Digest(*GrownTables()[2]->spec, 1, 1'000),
            MakeTinyBatch(100, 115, 10, news).digest(0));
}

TEST_P(GrownLake, OfAVersionThatNotedNoSchemasIsMigratedInOneCommit) {
  Write(TinyTables(), 100, 110);
  const std::string checksum = Recorded("checksum", 100);
  ForgetSchemas();
  const std::string snapshots = Probe().Cell("SELECT max(snapshot_id) FROM lake.snapshots()");
  Write(GrownTables(), 111, 120);
  EXPECT_EQ(Recorded("schema_hash", 100), "NULL");
  EXPECT_EQ(Recorded("checksum", 100), checksum);
  EXPECT_EQ(Recorded("schema_hash", 111), SchemaHash(*GrownTables()[0]->spec));
  EXPECT_THAT(Probe().Rows("SELECT dataset, description, replace(rollback_sql, '\"', '') FROM "
                           "_meta_changes WHERE dataset LIKE 'core.\\_%' ESCAPE '\\' ORDER BY id"),
              ElementsAre("core._meta_schemas|create table, 7 columns|DROP TABLE "
                          "lake.bronze._meta_schemas",
                          "core._meta_lineage|add column schema_hash VARCHAR|ALTER TABLE "
                          "lake.bronze._meta_lineage DROP COLUMN schema_hash"));
  // The first makes the tables that are missing, the second is the migration, and then the batch.
  EXPECT_EQ(Probe().Cell(fmt::format("SELECT count(*), count(DISTINCT schema_version) FROM "
                                     "lake.snapshots() WHERE snapshot_id > {}",
                                     snapshots)),
            "3|2");
}

// Two versions at one lake at a time: the older one stops, and harms nothing.
TEST_P(SharedGrownLake, IsNotWrittenByAnOlderVersionThatHasItOpen) {
  DuckLakeSinkOptions options = OptionsOf(TinyTables());
  options.writer.patience_ms = 2'000;
  options.writer.attempts_max = 2;
  DuckLakeSink older(options);
  ASSERT_THAT(older.Open(), IsOk());
  ASSERT_THAT(older.Commit(MakeTinyBatch(100, 105), {}), IsOk());
  Write(GrownTables(), 106, 110);
  const auto refused = older.Commit(MakeTinyBatch(111, 115), {});
  ASSERT_FALSE(refused.ok());
  EXPECT_THAT(refused.status().error().message, HasSubstr("later_"));
  Write(GrownTables(), 111, 112);
  EXPECT_EQ(Probe().Cell("SELECT count(*), count(DISTINCT ledger_sequence) FROM "
                         "tiny_things_row_v3"),
            "130|13");
  EXPECT_EQ(Probe().Cell("SELECT count(*) FROM _batches"), "3");
  DuckLakeSink reopened(OptionsOf(TinyTables()));
  EXPECT_THAT(reopened.Open(), IsError(Code::kInvalidArgument));
}

// Columns may come to the very tables in which the change is noted.
TEST_P(GrownLake, MayRewriteATableThatItWidens) {
  Write(TinyTables(), 100, 110);
  Probe().Execute(
      "ALTER TABLE _meta_datasets DROP COLUMN schema_hash; ALTER TABLE _meta_changes DROP COLUMN "
      "rollback_sql");
  Write(GrownTables(), 111, 112);
  EXPECT_THAT(Probe().Rows("SELECT name, minor_version, schema_hash IS NOT NULL FROM "
                           "_meta_datasets ORDER BY name"),
              ElementsAre("core.tiny_news_row_v1|0|true", "core.tiny_others_row_v1|0|true",
                          "core.tiny_things_row_v3|1|true"));
  EXPECT_EQ(Probe().Cell("SELECT count(*), count(rollback_sql) FROM _meta_changes"), "10|6");
}

}  // namespace
}  // namespace lake
