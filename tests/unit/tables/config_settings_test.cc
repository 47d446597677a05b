// config_settings_snapshot_v1: which columns belong to which setting.
#include <gtest/gtest.h>

#include "base/base64.h"
#include "entry_rows.h"

namespace lake::testing {
namespace {

constexpr std::string_view kTable = "config_settings_snapshot_v1";

using Columns = std::vector<std::pair<const char*, const char*>>;  // column, field

const Columns kCompute{{"ledger_max_instructions", "ledgerMaxInstructions"},
                       {"tx_max_instructions", "txMaxInstructions"},
                       {"fee_rate_per_instructions_increment", "feeRatePerInstructionsIncrement"},
                       {"tx_memory_limit", "txMemoryLimit"}};
const Columns kCost{{"ledger_max_read_ledger_entries", "ledgerMaxDiskReadEntries"},
                    {"ledger_max_read_bytes", "ledgerMaxDiskReadBytes"},
                    {"ledger_max_write_ledger_entries", "ledgerMaxWriteLedgerEntries"},
                    {"ledger_max_write_bytes", "ledgerMaxWriteBytes"},
                    {"tx_max_read_ledger_entries", "txMaxDiskReadEntries"},
                    {"tx_max_read_bytes", "txMaxDiskReadBytes"},
                    {"tx_max_write_ledger_entries", "txMaxWriteLedgerEntries"},
                    {"tx_max_write_bytes", "txMaxWriteBytes"}};

// The setting whose fields count up from 1, and what its row must show.
Json Counting(const Columns& columns) {
  Json value = Json::object();
  for (std::size_t i = 0; i < columns.size(); ++i) value[columns[i].second] = i + 1;
  return value;
}
void ExpectCounting(const Json& row, const Columns& columns) {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    EXPECT_EQ(row[columns[i].first], i + 1) << columns[i].first;
  }
}
void ExpectNull(const Json& row, const Columns& columns) {
  for (const auto& [column, field] : columns) EXPECT_EQ(row[column], nullptr) << column;
}

TEST(ConfigSettings, OfComputeFillItsColumns) {
  const Json row = RowOfEntry(kTable, ConfigSettingEntry("contractCompute", Counting(kCompute)));
  EXPECT_EQ(row["config_setting_id"], 1);
  ExpectCounting(row, kCompute);
  ExpectNull(row, kCost);
  EXPECT_EQ(row["contract_max_size_bytes"], nullptr);
}

TEST(ConfigSettings, OfLedgerCostFillItsColumns) {
  const Json row = RowOfEntry(kTable, ConfigSettingEntry("contractLedgerCost", Counting(kCost)));
  EXPECT_EQ(row["config_setting_id"], 2);
  ExpectCounting(row, kCost);
  ExpectNull(row, kCompute);
}

TEST(ConfigSettings, OfTheLargestContractFillItsColumn) {
  const Json entry = LastModified(54'000, ConfigSettingEntry("contractMaxSizeBytes", UINT32_MAX));
  const Json row = RowOfEntry(kTable, entry);
  EXPECT_EQ(row["config_setting_id"], 0);
  EXPECT_EQ(row["contract_max_size_bytes"], UINT32_MAX);
  EXPECT_EQ(row["last_modified_ledger"], 54'000);
  ExpectNull(row, kCompute);
  ExpectNull(row, kCost);
}

TEST(ConfigSettings, WithoutColumnsAreStillWhole) {
  const Json entry = ConfigSettingEntry("contractHistoricalData", {{"feeHistorical1KB", 7}});
  const Json row = RowOfEntry(kTable, entry);
  EXPECT_EQ(row["config_setting_id"], 3);
  EXPECT_EQ(row["config_setting_xdr"],
            Base64(EncodeXdr("ConfigSettingEntry", entry["data"]["configSetting"])));
  ExpectNull(row, kCompute);
  ExpectNull(row, kCost);
}

TEST(ConfigSettings, ChangeByUpgrades) {
  LedgerChain chain(kTestPassphrase, 54'321, 22);
  const Json entry = ConfigSettingEntry("contractMaxSizeBytes", 5);
  const JsonList rows = RowsOf(
      kTable, chain, LedgerSpec().Upgrade({{"newBaseFee", 100}}, {State(entry), Updated(entry)}));
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0]["contract_max_size_bytes"], 5);
}

}  // namespace
}  // namespace lake::testing
