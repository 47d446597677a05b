// Numbers of the ledger that are larger than their columns (decision D28): NULL there, whole in
// JSON, never cut off.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "entry_rows.h"
#include "support/effect_rows.h"
#include "support/places.h"

namespace lake::testing {
namespace {

constexpr std::uint32_t kFits = INT32_MAX;
constexpr std::uint32_t kTooLarge = kFits + 1;

// What a column shows of the largest number that fits, and of those that do not.
void ExpectFitted(const std::string& column, const std::function<Json(std::uint32_t)>& row) {
  EXPECT_EQ(row(kFits)[column], kFits) << column;
  EXPECT_EQ(row(kTooLarge)[column], nullptr) << column;
  EXPECT_EQ(row(UINT32_MAX)[column], nullptr) << column;
}

TEST(NarrowColumns, OfHeaders) {
  const std::pair<const char*, const char*> columns[] = {{"base_fee", "baseFee"},
                                                         {"base_reserve", "baseReserve"},
                                                         {"max_tx_set_size", "maxTxSetSize"}};
  for (const auto& [column, field] : columns) {
    ExpectFitted(column, [&](std::uint32_t number) {
      LedgerChain chain(kTestPassphrase, 1000, 22);
      return RowsOf("ledgers_row_v2", chain, LedgerSpec().Header({{field, number}})).at(0);
    });
  }
  LedgerChain chain(kTestPassphrase, 1000, 22);
  const Json row =
      RowsOf("ledgers_row_v2", chain, LedgerSpec().LiveSorobanStateBytes(UINT64_MAX)).at(0);
  EXPECT_EQ(row["bucket_list_size"], nullptr);
  EXPECT_EQ(row["live_soroban_state_size"], nullptr);
}

TEST(NarrowColumns, OfAccounts) {
  for (const char* table : {"accounts_snapshot_v1", "native_balances_snapshot_v1"}) {
    const auto row = [&](const Json& fields) {
      return RowOfEntry(table, AccountEntry("alice", fields));
    };
    ExpectFitted("num_subentries", [&](auto n) { return row({{"numSubEntries", n}}); });
    ExpectFitted("num_sponsored", [&](auto n) {
      return row({{"ext", ExtensionOf({.num_sponsored = n})}});
    });
    ExpectFitted("num_sponsoring", [&](auto n) {
      return row({{"ext", ExtensionOf({.num_sponsoring = n})}});
    });
  }
  ExpectFitted("flags", [](auto n) {
    return RowOfEntry("accounts_snapshot_v1", AccountEntry("alice", {{"flags", n}}));
  });
}

TEST(NarrowColumns, OfOtherEntries) {
  ExpectFitted("flags", [](auto n) {
    return RowOfEntry(
        "offers_snapshot_v1",
        OfferEntry("alice", 1, NativeAsset(), CreditAsset("USD", "issuer"), {{"flags", n}}));
  });
  ExpectFitted("flags", [](auto n) {
    return RowOfEntry("claimable_balances_snapshot_v1",
                      ClaimableBalanceEntry(BalanceId("b"), NativeAsset(), 5, {Claimant("bob")},
                                            {{"ext", {{"v1", {{"flags", n}}}}}}));
  });
  ExpectFitted("trustline_count", [](auto n) {
    return RowOfEntry(
        "liquidity_pools_snapshot_v1",
        PoolEntry(NativeAsset(), CreditAsset("USD", "issuer"), {{"poolSharesTrustLineCount", n}}));
  });
  const Json data = ContractDataEntry(ContractAddress("token"), ScSymbol("k"), ScU32(5));
  const std::pair<const char*, Json> modified[] = {
      {"contract_data_snapshot_v1", data},
      {"contract_code_snapshot_v1", ContractCodeEntry("wasm")},
      {"config_settings_snapshot_v1", ConfigSettingEntry("contractMaxSizeBytes", 65536)},
      {"ttl_snapshot_v1", TtlEntry(KeyOf(data), 9)}};
  for (const auto& [table, entry] : modified) {
    ExpectFitted("last_modified_ledger", [&, table = table, entry = entry](auto n) {
      return RowOfEntry(table, LastModified(n, entry));
    });
  }
}

// Possible before protocol 10.
TEST(NarrowColumns, OfSigners) {
  const auto with = [](std::uint32_t weight) {
    return AccountEntry("alice", {{"signers", {Signer(Account("bob"), weight)}}});
  };
  const auto row_of_bob = [&](std::uint32_t weight) {
    for (const Json& row : RowsOfChanges("account_signers_snapshot_v1", {Created(with(weight))})) {
      if (row["signer"] == AccountStrkey("bob")) return row;
    }
    return Json();
  };
  ExpectFitted("weight", row_of_bob);
  const auto effect = [&](std::uint32_t weight) {
    const JsonList rows =
        EffectsOf(Tx("alice")
                      .Op(SetOptions(Json::object()))
                      .Changes({State(AccountEntry("alice")), Updated(with(weight))}));
    EXPECT_EQ(rows.at(0)["details"]["weight"], weight);
    return rows.at(0);
  };
  ExpectFitted("signer_weight", effect);
  EXPECT_NE(RowOfEntry("accounts_snapshot_v1", with(UINT32_MAX))["signers"].get<std::string>().find(
                R"("weight":4294967295)"),
            std::string::npos);
}

Json OperationRow(const Json& op) {
  LedgerChain chain(kTestPassphrase, 1000, 22);
  return RowsOf("operations_row_v2", chain, Tx("alice").Op(op)).at(0);
}

TEST(NarrowColumns, OfOperations) {
  const std::pair<const char*, const char*> columns[] = {{"set_flags", "setFlags"},
                                                         {"clear_flags", "clearFlags"},
                                                         {"master_weight", "masterWeight"},
                                                         {"low_threshold", "lowThreshold"},
                                                         {"medium_threshold", "medThreshold"},
                                                         {"high_threshold", "highThreshold"}};
  for (const auto& [column, field] : columns) {
    ExpectFitted(column, [field = field](auto n) {
      return OperationRow(SetOptions({{field, n}}));
    });
  }
  const Json usd = CreditAsset("USD", "issuer");
  ExpectFitted("trust_line_flags",
               [](auto n) { return OperationRow(AllowTrust("bob", "USD", n)); });
  ExpectFitted("trust_line_flags",
               [&](auto n) { return OperationRow(SetTrustLineFlags("bob", usd, 0, n)); });
  ExpectFitted("clear_flags",
               [&](auto n) { return OperationRow(SetTrustLineFlags("bob", usd, n, 0)); });
}

TEST(NarrowColumns, OfTransactions) {
  const auto row = [](Tx tx) {
    LedgerChain chain(kTestPassphrase, 1000, 22);
    return RowsOf("transactions_row_v2", chain, tx.Op(Inflation())).at(0);
  };
  constexpr std::uint64_t kMost = INT64_MAX;
  const Json fits = row(Tx("alice").TimeBounds(kMost, kMost));
  EXPECT_EQ(fits["timebounds_min_time"], kMost);
  EXPECT_EQ(fits["timebounds_max_time"], kMost);
  const Json too_large = row(Tx("alice").TimeBounds(kMost + 1, UINT64_MAX));
  EXPECT_EQ(too_large["timebounds_min_time"], nullptr);
  EXPECT_EQ(too_large["timebounds_max_time"], nullptr);
  const auto age = [&](std::uint64_t seconds) {
    return row(Tx("alice").Preconditions({{"minSeqAge", seconds}}))["min_sequence_age"];
  };
  EXPECT_EQ(age(kMost), kMost);
  EXPECT_EQ(age(kMost + 1), nullptr);
}

TEST(NarrowColumns, OfTotalOrder) {
  const auto effect = [](std::uint32_t ledger) {
    LedgerChain chain(kTestPassphrase, ledger, 22);
    return RowsOf("effects_row_v1", chain, Tx("alice").Op(Payment("bob", NativeAsset(), 1))).at(0);
  };
  EXPECT_EQ(effect(kFits)["operation_id"], 9'223'372'032'559'812'609);
  EXPECT_EQ(effect(kTooLarge)["operation_id"], nullptr);
  EXPECT_EQ(effect(kTooLarge)["effect_id"], "9223372036854779905-0");
}

// Nothing in src/tables may cut a number off: Fitted and Exactly (table/fitted.h) are the ways.
TEST(NarrowColumns, AreFilledInOneWay) {
  std::size_t files = 0;
  for (const auto& file : std::filesystem::directory_iterator(testing::SourcePath("src/tables"))) {
    std::ifstream in(file.path());
    std::stringstream text;
    text << in.rdbuf();
    ++files;
    for (const char* cast : {"static_cast<std::int32_t>", "static_cast<std::int64_t>",
                             "static_cast<int>", "static_cast<std::int16_t>"}) {
      EXPECT_EQ(text.str().find(cast), std::string::npos) << file.path() << ": " << cast;
    }
  }
  EXPECT_GT(files, 50u);
}

}  // namespace
}  // namespace lake::testing
