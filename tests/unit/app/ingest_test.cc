// `stellarlake ingest` with the specification's own configuration and SQL, then `gaps`.
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "support/child.h"
#include "support/temp_folder.h"

namespace lake {
namespace {

using nlohmann::json;

class SpecificationRun : public ::testing::Test {
 protected:
  SpecificationRun()
      : config_(
            folder_.Write("ingest.yaml",
                          "service: {name: ducklake-ingestion-obsrvr, environment: test}\n"
                          "source:\n"
                          "  endpoint: ${LEDGERS}\n"
                          "  network_passphrase: 'Public Global Stellar Network ; September 2015'\n"
                          "  start_ledger: 53312000\n"
                          "  end_ledger: 53312000\n"
                          "ducklake:\n"
                          "  catalog_path: 'ducklake:" +
                              folder_.File("catalog.ducklake") +
                              "'\n"
                              "  data_path: " +
                              folder_.File("data") +
                              "\n"
                              "  catalog_name: obsrvr_test\n"
                              "  schema_name: core\n"
                              "  batch_size: 50\n"
                              "  commit_interval_seconds: 30\n"
                              "  use_upsert: false\n"
                              "  num_workers: 1\n"
                              "logging: {level: info, format: console}\n")) {}

  ChildResult RunLake(std::vector<std::string> words) {
    words.insert(words.begin(), STELLARLAKE_PROGRAM);
    words.insert(words.end(), {"--config", config_});
    return RunChild(words, {.variables = {{"LEDGERS", testing::DataPath("ledgers/pubnet")}}});
  }
  json Rows(const std::string& sql) {
    ChildResult result = RunLake({"sql", "--format", "json", sql});
    EXPECT_EQ(result.exit_status, 0) << result.err;
    return result.exit_status == 0 ? json::parse(result.out) : json();
  }

  testing::TempFolder folder_;
  std::string config_;
};

TEST_F(SpecificationRun, ItsConfigurationAndItsSqlWork) {
  ChildResult ingest = RunLake({"ingest"});
  ASSERT_EQ(ingest.exit_status, 0) << ingest.err;
  EXPECT_NE(ingest.out.find("committed 53,312,000"), std::string::npos) << ingest.out;
  json datasets = Rows(
      "SELECT name, domain, major_version || '.' || minor_version AS version\n"
      "FROM obsrvr_test.core._meta_datasets\nORDER BY name;");
  ASSERT_EQ(datasets.size(), 4u) << datasets;
  EXPECT_EQ(datasets[0]["name"], "core.ledgers_row_v2");
  EXPECT_EQ(datasets[0]["version"], "2.0");
  json lineage = Rows(
      "SELECT dataset, source_ledger_start, source_ledger_end, row_count, pipeline_version\n"
      "FROM obsrvr_test.core._meta_lineage\n"
      "WHERE source_ledger_start <= 53312000 AND source_ledger_end >= 53312000\nORDER BY dataset;");
  ASSERT_EQ(lineage.size(), 4u);
  EXPECT_EQ(lineage[3]["row_count"], 163);
  json quality = Rows(
      "SELECT dataset, COUNT(*) AS total_checks, SUM(CASE WHEN passed THEN 1 ELSE 0 END) AS "
      "passed\n"
      "FROM obsrvr_test.core._meta_quality\nGROUP BY dataset\nORDER BY dataset;");
  EXPECT_EQ(quality.size(), 4u);

  ChildResult again = RunLake({"ingest"});
  EXPECT_EQ(again.exit_status, 0) << again.err;
  EXPECT_NE(again.out.find("nothing to do"), std::string::npos) << again.out;
  EXPECT_EQ(Rows("select count(*) as n from ledgers_row_v2")[0]["n"], 1);

  ChildResult gaps = RunLake({"gaps", "--format", "json"});
  EXPECT_EQ(gaps.exit_status, 0) << gaps.err;
  EXPECT_EQ(json::parse(gaps.out)["complete"], true);
}

TEST_F(SpecificationRun, GapsAreFilledFromTheSource) {
  ASSERT_EQ(RunLake({"ingest"}).exit_status, 0);
  ChildResult open_ended = RunLake({"gaps", "--fill", "--end", "0", "--start", "53312000"});
  EXPECT_EQ(open_ended.exit_status, 0) << open_ended.err;
  ChildResult fill = RunLake({"gaps", "--fill", "--allow-gaps", "--end", "58752000"});
  EXPECT_EQ(fill.exit_status, 0) << fill.err;
  EXPECT_EQ(Rows("select count(*) as n from ledgers_row_v2")[0]["n"], 2);
}

TEST_F(SpecificationRun, ADryRunWritesNothing) {
  ChildResult result = RunLake({"ingest", "--dry-run"});
  EXPECT_EQ(result.exit_status, 0) << result.err;
  EXPECT_FALSE(std::filesystem::exists(folder_.File("catalog.ducklake")));
}

TEST_F(SpecificationRun, GapsFailTheCommand) {
  ASSERT_EQ(RunLake({"ingest"}).exit_status, 0);
  ChildResult gaps = RunLake({"gaps", "--format", "json", "--end", "53312005"});
  EXPECT_EQ(gaps.exit_status, 65);
  EXPECT_EQ(json::parse(gaps.out)["groups"][0]["gaps"], json::parse("[[53312001,53312005]]"));
}

}  // namespace
}  // namespace lake
