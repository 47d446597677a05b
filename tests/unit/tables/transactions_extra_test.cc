// transactions_extra_row_v1: application order, who pays, the parts of the resource fee.
#include <gtest/gtest.h>

#include "base/hex.h"
#include "support/op_results.h"
#include "support/table_rows.h"

namespace lake::testing {
namespace {

constexpr std::string_view kTable = "transactions_extra_row_v1";

JsonList RowsIn(std::uint32_t protocol, const LedgerSpec& spec) {
  LedgerChain chain(kTestPassphrase, 20'001, protocol);
  return RowsOf(kTable, chain, spec);
}

Json RowIn(std::uint32_t protocol, const Tx& tx) {
  const JsonList rows = RowsIn(protocol, LedgerSpec().Add(tx));
  return rows.size() == 1 ? rows[0] : Json();
}

Tx Pay(const AccountRef& from) { return Tx(from).Op(Payment("bob", NativeAsset(), 1)); }

TEST(TransactionsExtra, StandInTheOrderInWhichTheyWereApplied) {
  LedgerChain chain(kTestPassphrase, 20'001, 22);
  const BuiltLedger ledger =
      chain.Add(LedgerSpec()
                    .Add(Pay("alice"))
                    .Add(Pay("carol").Fails({Failure("PAYMENT", "PAYMENT_NO_TRUST")}))
                    .Add(Pay("dave")));
  const JsonList rows = RowsOf(kTable, ledger.xdr, chain.network_id());
  ASSERT_EQ(rows.size(), 3u);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    EXPECT_EQ(rows[i]["transaction_hash"], Hex(ledger.transaction_hashes[i]));
    EXPECT_EQ(rows[i]["application_order"], i + 1);
    EXPECT_EQ(rows[i]["transaction_id"], (std::int64_t{20'001} << 32) + ((i + 1) << 12));
    EXPECT_EQ(rows[i]["ledger_range"], 20'000);
  }
  EXPECT_EQ(rows[1]["fee_account"], AccountStrkey("carol"));
}

TEST(TransactionsExtra, NameThePayerOfAFeeBump) {
  const Json row = RowIn(22, Pay(Muxed("alice", 3)).FeeBump(Muxed("dave", 4), 400));
  EXPECT_EQ(row["fee_account"], AccountStrkey("dave"));
  EXPECT_EQ(row["fee_account_muxed"], MuxedStrkey("dave", 4));
  EXPECT_EQ(RowIn(22, Pay(Muxed("alice", 3)).FeeBump("dave", 400))["fee_account_muxed"], nullptr);
}

TEST(TransactionsExtra, NameTheSourceThatPaysItself) {
  const Json row = RowIn(22, Pay(Muxed("alice", 3)));
  EXPECT_EQ(row["fee_account"], AccountStrkey("alice"));
  EXPECT_EQ(row["fee_account_muxed"], MuxedStrkey("alice", 3));
  EXPECT_EQ(RowIn(12, Pay("alice").V0())["fee_account"], AccountStrkey("alice"));
  EXPECT_EQ(RowIn(12, Pay("alice").V0())["fee_account_muxed"], nullptr);
}

TEST(TransactionsExtra, SayWhatGapWasAskedFor) {
  EXPECT_EQ(RowIn(22, Pay("alice").Preconditions(
                          {{"minSeqLedgerGap", 4'000'000'000}}))["min_sequence_ledger_gap"],
            4'000'000'000);
  EXPECT_EQ(
      RowIn(22, Pay("alice").Preconditions({{"minSeqLedgerGap", 0}}))["min_sequence_ledger_gap"],
      nullptr);
  EXPECT_EQ(RowIn(22, Pay("alice").TimeBounds(1, 2))["min_sequence_ledger_gap"], nullptr);
}

TEST(TransactionsExtra, HaveThePartsOfTheResourceFee) {
  for (const std::uint32_t protocol : {21u, 23u}) {
    const Tx call = Tx("alice")
                        .Op(InvokeContract("token", "mint", {}))
                        .Soroban({})
                        .Fees({.non_refundable = 30, .refundable = 20, .rent = 10});
    const Json row = RowIn(protocol, call);
    EXPECT_EQ(row["non_refundable_fee_charged"], 30);
    EXPECT_EQ(row["refundable_fee_charged"], 20);
    EXPECT_EQ(row["rent_fee_charged"], 10);
    EXPECT_EQ(row["meta_version"], protocol < 23 ? 3 : 4);
  }
}

TEST(TransactionsExtra, WithoutThePartsSayNothingOfThem) {
  const Tx call = Tx("alice").Op(InvokeContract("token", "mint", {})).Soroban({});
  for (const Json& row : {RowIn(20, call), RowIn(23, call), RowIn(9, Pay("alice"))}) {
    EXPECT_EQ(row["non_refundable_fee_charged"], nullptr);
    EXPECT_EQ(row["rent_fee_charged"], nullptr);
  }
  EXPECT_EQ(RowIn(9, Pay("alice"))["meta_version"], 1);
  EXPECT_EQ(RowIn(9, Pay("alice").MetaVersion(0))["meta_version"], 0);
}

// Ledgers from 2^31 on have ids that a signed number cannot hold.
TEST(TransactionsExtra, WithAnIdThatDoesNotFitHaveNone) {
  LedgerChain chain(kTestPassphrase, 0x80000000u, 22);
  const JsonList rows = RowsOf(kTable, chain, Pay("alice"));
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0]["transaction_id"], nullptr);
  EXPECT_EQ(rows[0]["application_order"], 1);
}

}  // namespace
}  // namespace lake::testing
