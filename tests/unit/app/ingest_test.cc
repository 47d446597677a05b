// `stellarlake ingest` with the specification's own configuration and SQL (000 and 001, their
// ledgers put in place of theirs), then `gaps`.
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "support/child.h"
#include "support/places.h"
#include "support/temp_folder.h"

namespace lake {
namespace {

using nlohmann::json;

class SpecificationRun : public ::testing::Test {
 protected:
  SpecificationRun() : config_(WriteConfig("")) {}

  // `more` stands in the section ducklake.
  std::string WriteConfig(const std::string& more) {
    return folder_.Write("ingest.yaml",
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
                             "  num_workers: 1\n" +
                             more + "logging: {level: info, format: console}\n");
  }

  ChildResult RunLake(std::vector<std::string> words) {
    words.insert(words.begin(), testing::Program());
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

constexpr const char* kGapQuery =
    "SELECT dataset,\n"
    "       source_ledger_end AS batch_end,\n"
    "       LEAD(source_ledger_start) OVER (PARTITION BY dataset ORDER BY source_ledger_start) AS "
    "next_batch_start,\n"
    "       LEAD(source_ledger_start) OVER (PARTITION BY dataset ORDER BY source_ledger_start) - "
    "source_ledger_end - 1 AS gap_size\n"
    "FROM obsrvr_test.core._meta_lineage\n"
    "WHERE dataset = 'core.ledgers_row_v2';";

constexpr const char* kPassRates =
    "SELECT dataset,\n"
    "       COUNT(*) AS total_checks,\n"
    "       SUM(CASE WHEN passed THEN 1 ELSE 0 END) AS passed,\n"
    "       SUM(CASE WHEN NOT passed THEN 1 ELSE 0 END) AS failed,\n"
    "       ROUND(100.0 * SUM(CASE WHEN passed THEN 1 ELSE 0 END) / COUNT(*), 2) AS pass_rate_pct\n"
    "FROM obsrvr_test.core._meta_quality\nGROUP BY dataset\nORDER BY dataset;";

constexpr const char* kFailedChecks =
    "SELECT dataset, check_name, check_type, details, created_at\n"
    "FROM obsrvr_test.core._meta_quality\nWHERE NOT passed\nORDER BY created_at DESC;";

constexpr const char* kConsistency =
    "SELECT\n"
    "  l.sequence,\n"
    "  COUNT(DISTINCT t.transaction_hash) as tx_count,\n"
    "  COUNT(DISTINCT o.operation_index) as op_count,\n"
    "  COUNT(DISTINCT b.account_id) as balance_count\n"
    "FROM ledgers_v2 l\n"
    "LEFT JOIN transactions t ON l.sequence = t.ledger_sequence\n"
    "LEFT JOIN operations o ON l.sequence = o.ledger_sequence\n"
    "LEFT JOIN native_balances b ON l.sequence = b.ledger_sequence\n"
    "WHERE l.sequence BETWEEN 53312000 AND 53312100\nGROUP BY l.sequence\nORDER BY l.sequence;";

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
  json quality = Rows(kPassRates);
  ASSERT_EQ(quality.size(), 4u);
  EXPECT_EQ(quality[0]["dataset"], "core.ledgers_row_v2");
  EXPECT_EQ(quality[0]["failed"], 0);
  EXPECT_EQ(quality[0]["pass_rate_pct"], 100.0);
  json failed = Rows(kFailedChecks);
  ASSERT_EQ(failed.size(), 1u);
  EXPECT_EQ(failed[0]["check_name"], "liabilities_validation");
  json eras = Rows("SELECT era_id, network, version_label, status, ledger_start FROM _meta_eras");
  EXPECT_EQ(eras.dump(), R"([{"era_id":"pre_p23","ledger_start":53312000,"network":"mainnet",)"
                         R"("status":"active","version_label":"v1"}])");

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
  json gaps = Rows(kGapQuery);
  ASSERT_EQ(gaps.size(), 2u);
  EXPECT_EQ(gaps[0]["batch_end"], 53312000);
  EXPECT_EQ(gaps[0]["next_batch_start"], 58752000);
  EXPECT_EQ(gaps[0]["gap_size"], 58752000 - 53312000 - 1);
  EXPECT_EQ(gaps[1]["gap_size"], nullptr);
}

TEST_F(SpecificationRun, TablesHaveTheNamesThatItGivesThem) {
  config_ = WriteConfig(
      "  tables:\n"
      "    ledgers: {table_name: ledgers_v2}\n"
      "    transactions: {table_name: transactions}\n"
      "    operations: {table_name: operations, details_as_json: true}\n"
      "    balances: {table_name: native_balances}\n"
      "  enable_transactions: true\n"
      "  enable_operations: true\n"
      "  enable_balances: true\n");
  ChildResult ingest = RunLake({"ingest"});
  ASSERT_EQ(ingest.exit_status, 0) << ingest.err;
  json counts = Rows(kConsistency);
  ASSERT_EQ(counts.size(), 1u);
  EXPECT_EQ(counts[0]["tx_count"], 163);
  EXPECT_GT(counts[0]["balance_count"], 0);
  ChildResult verify = RunLake({"verify", "--source", testing::DataPath("ledgers/pubnet")});
  EXPECT_EQ(verify.exit_status, 0) << verify.out << verify.err;
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
