// A lake of a version that noted no schemas is read, filled and proved by this one.
#include "support/old_lake.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/child.h"
#include "support/lake_probe.h"
#include "support/places.h"
#include "support/temp_folder.h"

namespace lake {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class OldLake : public ::testing::Test {
 protected:
  ChildResult Run(std::vector<std::string> words) {
    words.insert(words.begin(), testing::Program());
    words.insert(words.end(), {"--lake", lake_.location, "--data-path", lake_.data_path});
    return RunChild(words);
  }
  void ExpectProved(const std::string& what) {
    const ChildResult result = Run({"verify", "--source", kLedgers, "--allow-gaps"});
    EXPECT_EQ(result.exit_status, 0) << result.out << result.err;
    EXPECT_THAT(result.out, HasSubstr(what));
  }

  const std::string kLedgers = testing::DataPath("ledgers/pubnet");
  testing::TempFolder folder_;
  LakeOptions lake_ = testing::CopyOldLake("0.1.0", folder_.path());
};

TEST_F(OldLake, IsProvedAsItIs) {
  ExpectProved("verified   2 ledgers in 2 batches, 2 tables");
  EXPECT_EQ(testing::LakeProbe(lake_).Cell("SELECT count(*) FROM _meta_changes"), "4");
}

TEST_F(OldLake, IsFilledAndProvedWithItsOldBatches) {
  const testing::LakeProbe probe(lake_);
  const auto old = probe.Rows("SELECT dataset, checksum FROM _meta_lineage ORDER BY id");
  const ChildResult more =
      Run({"ingest", kLedgers, "--allow-gaps", "--range", "36154623:46154623"});
  ASSERT_EQ(more.exit_status, 0) << more.err;
  ExpectProved("verified   4 ledgers in 4 batches, 2 tables");
  const ChildResult tables = Run({"ingest", kLedgers, "--allow-gaps", "--range",
                                  "16154623:26154623", "--tables", "effects_row_v1"});
  ASSERT_EQ(tables.exit_status, 0) << tables.err;
  ExpectProved("verified   4 ledgers in 6 batches, 3 tables");
  EXPECT_EQ(probe.Rows("SELECT dataset, checksum FROM _meta_lineage ORDER BY id LIMIT 4"), old);
  EXPECT_EQ(probe.Rows("SELECT schema_hash IS NULL, count(*), count(DISTINCT dataset) FROM "
                       "_meta_lineage GROUP BY 1 ORDER BY 1"),
            (std::vector<std::string>{"false|6|3", "true|4|2"}));
  EXPECT_THAT(probe.Rows("SELECT dataset, description FROM _meta_changes WHERE id > 4 ORDER BY id"),
              ElementsAre("core._meta_schemas|create table, 7 columns",
                          "core._meta_lineage|add column schema_hash VARCHAR",
                          "core.effects_row_v1|create table, 25 columns",
                          "core.effects_row_v1|partition by ledger_range"));
}

// Group by group, and then whatever is done with a lake works on it as on one made today.
TEST_F(OldLake, IsWidenedByTheTablesThatCameLater) {
  const testing::LakeProbe probe(lake_);
  const auto done = [&](std::vector<std::string> words) {
    const ChildResult result = Run(std::move(words));
    EXPECT_EQ(result.exit_status, 0) << result.out << result.err;
    return result.out;
  };
  const auto count = [&](const char* table) {
    return probe.Cell(
        fmt::format("SELECT count(*) > 0, count(DISTINCT ledger_sequence) FROM {}", table));
  };
  done({"ingest", kLedgers, "--allow-gaps", "--range", "16154623:26154623", "--tables",
        "bronze,extra,index"});
  ExpectProved("verified   2 ledgers in 4 batches, 28 tables");
  EXPECT_EQ(count("transactions_extra_row_v1"), "true|2");
  EXPECT_EQ(count("participants_v1"), "true|2");
  // From now on they are its tables: nothing is asked for by name.
  done({"ingest", kLedgers, "--allow-gaps", "--range", "36154623:36154623"});
  done({"gaps", kLedgers, "--fill", "--range", "46154623:46154623"});
  ExpectProved("verified   4 ledgers in 6 batches, 28 tables");
  EXPECT_EQ(count("participants_v1"), "true|4");
  EXPECT_THAT(done({"maintain"}), HasSubstr(" -> "));
  ExpectProved("verified   4 ledgers in 6 batches, 28 tables, 12,930 rows");
}

}  // namespace
}  // namespace lake
