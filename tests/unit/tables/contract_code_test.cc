// contract_code_snapshot_v1: cost inputs, and code that is uploaded, restored, removed.
#include <gtest/gtest.h>

#include "base/hex.h"
#include "entry_rows.h"

namespace lake::testing {
namespace {

constexpr std::string_view kTable = "contract_code_snapshot_v1";

const char* const kCosts[][2] = {{"n_instructions", "nInstructions"},
                                 {"n_functions", "nFunctions"},
                                 {"n_globals", "nGlobals"},
                                 {"n_table_entries", "nTableEntries"},
                                 {"n_types", "nTypes"},
                                 {"n_data_segments", "nDataSegments"},
                                 {"n_elem_segments", "nElemSegments"},
                                 {"n_imports", "nImports"},
                                 {"n_exports", "nExports"},
                                 {"n_data_segment_bytes", "nDataSegmentBytes"}};

TEST(ContractCode, HasTheCostsOfItsModule) {
  Json costs = Json::object();
  std::uint32_t value = UINT32_MAX;
  for (const auto& [column, field] : kCosts) costs[field] = value--;
  const Json row =
      RowOfEntry(kTable, ContractCodeEntry("wasm", {{"ext", {{"v1", {{"costInputs", costs}}}}}}));
  value = UINT32_MAX;
  for (const auto& [column, field] : kCosts) EXPECT_EQ(row[column], value--) << column;
}

TEST(ContractCode, WithoutCostsLeavesThemNull) {
  const Json entry = LastModified(54'000, ContractCodeEntry("wasm"));
  const Json row = RowOfEntry(kTable, entry);
  for (const auto& [column, field] : kCosts) EXPECT_EQ(row[column], nullptr) << column;
  EXPECT_EQ(row["contract_code_hash"], Hex(Sha256(AsBytes("wasm"))));
  EXPECT_EQ(row["ledger_key_hash"], Hex(Sha256(EncodeXdr("LedgerKey", KeyOf(entry)))));
  EXPECT_EQ(row["last_modified_ledger"], 54'000);
  EXPECT_EQ(row["ledger_sequence"], 54'321);
}

TEST(ContractCode, TellsEveryKindOfChange) {
  const Json entry = ContractCodeEntry("wasm");
  const auto kind = [](const JsonList& changes) -> Json {
    const JsonList rows = RowsOfChanges(kTable, changes);
    return rows.empty() ? Json() : Json{rows[0]["ledger_entry_change"], rows[0]["deleted"]};
  };
  EXPECT_EQ(kind({Created(entry)}), (Json{0, false}));
  EXPECT_EQ(kind({State(entry), Updated(entry)}), (Json{1, false}));
  EXPECT_EQ(kind({State(entry), Removed(entry)}), (Json{2, true}));
  EXPECT_EQ(kind({Restored(entry)}), (Json{4, false}));
  EXPECT_EQ(kind({Created(entry), State(entry), Removed(entry)}), Json());
}

}  // namespace
}  // namespace lake::testing
