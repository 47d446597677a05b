// transactions_row_v2 where real samples are poor: muxed fee accounts, preconditions, memos, fee
// bumps that fail, bytes that are no UTF-8. Soroban's columns: transactions_soroban_test.cc.
#include <gtest/gtest.h>

#include "base/base64.h"
#include "base/hex.h"
#include "support/op_results.h"
#include "support/table_rows.h"

namespace lake::testing {
namespace {

constexpr std::string_view kTable = "transactions_row_v2";

class Transactions : public ::testing::Test {
 protected:
  JsonList Rows(const LedgerSpec& spec) { return RowsOf(kTable, chain_, spec); }
  Json Row(const Tx& tx) {
    const JsonList rows = RowsOf(kTable, chain_, tx);
    return rows.size() == 1 ? rows[0] : Json();
  }

  LedgerChain chain_{kTestPassphrase, 54321, 22};
};

Tx Pay(const AccountRef& from) {
  Tx tx(from);
  tx.Op(Payment("bob", NativeAsset(), 1));
  return tx;
}

std::string Encoded(std::string_view type, const Json& value) {
  return Base64(EncodeXdr(type, value));
}

TEST_F(Transactions, HaveTheirCore) {
  const Json row = Row(Pay("alice").Op(Inflation()).Fee(777).FeeCharged(200).SeqNum(88));
  EXPECT_EQ(row["ledger_sequence"], 54321);
  EXPECT_EQ(row["ledger_range"], 50000);
  EXPECT_EQ(row["created_at"], 1'700'000'005'000'000);
  EXPECT_EQ(row["source_account"], AccountStrkey("alice"));
  EXPECT_EQ(row["max_fee"], 777);
  EXPECT_EQ(row["fee_charged"], 200);
  EXPECT_EQ(row["account_sequence"], 88);
  EXPECT_EQ(row["operation_count"], 2);
  EXPECT_EQ(row["successful"], true);
  EXPECT_EQ(row["transaction_result_code"], "TransactionResultCodeTxSuccess");
  EXPECT_EQ(row["memo_type"], "none");
  EXPECT_EQ(row["memo"], nullptr);
}

TEST_F(Transactions, LeaveWhatTheyLackNull) {
  const Json row = Row(Pay("alice"));
  for (const char* column : {"source_account_muxed",
                             "fee_account_muxed",
                             "inner_transaction_hash",
                             "fee_bump_fee",
                             "max_fee_bid",
                             "inner_source_account",
                             "timebounds_min_time",
                             "timebounds_max_time",
                             "ledgerbounds_min",
                             "ledgerbounds_max",
                             "min_sequence_number",
                             "min_sequence_age",
                             "soroban_resources_instructions",
                             "soroban_data_size_bytes",
                             "soroban_fee_base",
                             "soroban_fee_wasted",
                             "soroban_host_function_type",
                             "soroban_contract_id",
                             "soroban_contract_events_count",
                             "extra_signers"}) {
    EXPECT_EQ(row[column], nullptr) << column;
  }
}

TEST_F(Transactions, SpellEveryMemo) {
  const JsonList rows = Rows(LedgerSpec()
                                 .Add(Pay("a").Memo(TextMemo("h\xC3\xA9llo")))
                                 .Add(Pay("b").Memo(IdMemo(18446744073709551615u)))
                                 .Add(Pay("c").Memo(HashMemo("h")))
                                 .Add(Pay("d").Memo(ReturnMemo("r")))
                                 .Add(Pay("e").Memo(TextMemo(""))));
  ASSERT_EQ(rows.size(), 5u);
  EXPECT_EQ(rows[0]["memo_type"], "text");
  EXPECT_EQ(rows[0]["memo"], "h\xC3\xA9llo");
  EXPECT_EQ(rows[1]["memo_type"], "id");
  EXPECT_EQ(rows[1]["memo"], "18446744073709551615");
  EXPECT_EQ(rows[2]["memo_type"], "hash");
  EXPECT_EQ(rows[2]["memo"], Hex(NameHash("h")));
  EXPECT_EQ(rows[3]["memo_type"], "return");
  EXPECT_EQ(rows[3]["memo"], Hex(NameHash("r")));
  EXPECT_EQ(rows[4]["memo"], "");
}

TEST_F(Transactions, MakeMemosUtf8) {
  const JsonList rows = Rows(LedgerSpec()
                                 .Add(Pay("a").Memo(TextMemo("caf\xE9")))
                                 .Add(Pay("b").Memo(TextMemo(std::string_view("a\0b", 3))))
                                 .Add(Pay("c").Memo(TextMemo("\xF0\x9F\x92"))));
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_EQ(rows[0]["memo"], "caf\xEF\xBF\xBD");
  EXPECT_EQ(rows[1]["memo"], "ab");
  EXPECT_EQ(rows[2]["memo"].get<std::string>().substr(0, 3), "\xEF\xBF\xBD");
}

TEST_F(Transactions, NameTheMuxedSourceToo) {
  const Json row = Row(Pay(Muxed("alice", 77)));
  EXPECT_EQ(row["source_account"], AccountStrkey("alice"));
  EXPECT_EQ(row["source_account_muxed"], MuxedStrkey("alice", 77));
}

TEST_F(Transactions, OfAFeeBumpHoldInnerAndOuter) {
  const Tx tx = Pay(Muxed("alice", 7)).Fee(100).FeeBump(Muxed("carol", 9), 5'000'000'000);
  const Tx inner = Pay(Muxed("alice", 7)).Fee(100);
  const TxContext context{chain_.network_id(), chain_.next_sequence(), 1, 3};
  const Json row = Row(tx);
  EXPECT_EQ(row["transaction_hash"], Hex(tx.Build(context).hash));
  EXPECT_EQ(row["inner_transaction_hash"], Hex(inner.Build(context).hash));
  EXPECT_EQ(row["source_account"], AccountStrkey("alice"));
  EXPECT_EQ(row["inner_source_account"], AccountStrkey("alice"));
  EXPECT_EQ(row["source_account_muxed"], MuxedStrkey("alice", 7));
  EXPECT_EQ(row["fee_account_muxed"], MuxedStrkey("carol", 9));
  EXPECT_EQ(row["max_fee"], 100);
  EXPECT_EQ(row["fee_bump_fee"], 5'000'000'000);
  EXPECT_EQ(row["max_fee_bid"], 5'000'000'000);
  EXPECT_EQ(row["transaction_result_code"], "TransactionResultCodeTxFeeBumpInnerSuccess");
}

TEST_F(Transactions, OfAFeeBumpThatFailedItselfStillHoldTheInnerHash) {
  const Tx tx = Pay("alice").FeeBump("carol", 400).FeeBumpFails("txINSUFFICIENT_BALANCE");
  const TxContext context{chain_.network_id(), chain_.next_sequence(), 1, 3};
  const Json row = Row(tx);
  EXPECT_EQ(row["inner_transaction_hash"], Hex(Pay("alice").Build(context).hash));
  EXPECT_EQ(row["transaction_result_code"], "TransactionResultCodeTxInsufficientBalance");
  EXPECT_EQ(row["successful"], false);
  EXPECT_EQ(row["fee_account_muxed"], nullptr);
}

TEST_F(Transactions, ShowTimeBoundsOfEveryKindOfEnvelope) {
  LedgerChain old(kTestPassphrase, 100, 12);
  const JsonList rows = RowsOf(kTable, old,
                               LedgerSpec()
                                   .Add(Pay("a").V0().TimeBounds(3, 4))
                                   .Add(Pay("b").TimeBounds(5, INT64_MAX))
                                   .Add(Pay("c").TimeBounds(0, 0).FeeBump("d", 400))
                                   .Add(Pay("e").V0()));
  ASSERT_EQ(rows.size(), 4u);
  EXPECT_EQ(rows[0]["source_account"], AccountStrkey("a"));
  EXPECT_EQ(rows[0]["timebounds_min_time"], 3);
  EXPECT_EQ(rows[0]["timebounds_max_time"], 4);
  EXPECT_EQ(rows[1]["timebounds_min_time"], 5);
  EXPECT_EQ(rows[1]["timebounds_max_time"], INT64_MAX);
  EXPECT_EQ(rows[2]["timebounds_min_time"], 0);
  EXPECT_EQ(rows[2]["timebounds_max_time"], 0);
  EXPECT_EQ(rows[3]["timebounds_min_time"], nullptr);
}

TEST_F(Transactions, ShowEveryPrecondition) {
  const Json conditions = {{"timeBounds", {{"minTime", 1}, {"maxTime", 2}}},
                           {"ledgerBounds", {{"minLedger", 4'000'000'000}, {"maxLedger", 0}}},
                           {"minSeqNum", 123456789012},
                           {"minSeqAge", 60},
                           {"minSeqLedgerGap", 5},
                           {"extraSigners", {HashXSigner("x"), PayloadSigner("alice", "payload")}}};
  const Json row = Row(Pay("alice").Preconditions(conditions).FeeBump("carol", 400));
  EXPECT_EQ(row["timebounds_min_time"], 1);
  EXPECT_EQ(row["timebounds_max_time"], 2);
  EXPECT_EQ(row["ledgerbounds_min"], 4'000'000'000);
  EXPECT_EQ(row["ledgerbounds_max"], 0);
  EXPECT_EQ(row["min_sequence_number"], 123456789012);
  EXPECT_EQ(row["min_sequence_age"], 60);
  const Json signers = Json::parse(row["extra_signers"].get<std::string>());
  ASSERT_EQ(signers.size(), 2u);
  EXPECT_EQ(signers[0].get<std::string>().front(), 'X');
  EXPECT_EQ(signers[1].get<std::string>().front(), 'P');
}

TEST_F(Transactions, LeaveEmptyPreconditionsNull) {
  const JsonList rows = Rows(LedgerSpec()
                                 .Add(Pay("a").Preconditions(Json::object()))
                                 .Add(Pay("b").Preconditions({{"minSeqNum", 0}})));
  ASSERT_EQ(rows.size(), 2u);
  for (const char* column : {"timebounds_min_time", "ledgerbounds_min", "min_sequence_number",
                             "min_sequence_age", "extra_signers"}) {
    EXPECT_EQ(rows[0][column], nullptr) << column;
  }
  EXPECT_EQ(rows[1]["min_sequence_number"], 0);
}

TEST_F(Transactions, CountSignaturesAndShowTheirHints) {
  const JsonList signatures = {{{"hint", "01020304"}, {"signature", "00"}},
                               {{"hint", "aabbccdd"}, {"signature", ""}}};
  const JsonList rows = Rows(LedgerSpec()
                                 .Add(Pay("a").Signatures(signatures))
                                 .Add(Pay("b").FeeBump("c", 400))
                                 .Add(Pay("d").Signatures({})));
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_EQ(rows[0]["signatures_count"], 2);
  EXPECT_EQ(rows[0]["tx_signers"], R"(["01020304","aabbccdd"])");
  EXPECT_EQ(rows[1]["signatures_count"], 2);
  const std::string outer = Hex(Bytes(NameHash("c")).last(4));
  const std::string inner = Hex(Bytes(NameHash("b")).last(4));
  EXPECT_EQ(rows[1]["tx_signers"], "[\"" + outer + "\",\"" + inner + "\"]");
  EXPECT_EQ(rows[2]["signatures_count"], 0);
  EXPECT_EQ(rows[2]["tx_signers"], "[]");
}

TEST_F(Transactions, SayWhetherTheyMadeAnAccount) {
  const JsonList rows =
      Rows(LedgerSpec()
               .Add(Pay("a").Op(CreateAccount("new", 5)))
               .Add(Pay("b"))
               .Add(Tx("c")
                        .Op(CreateAccount("new", 5))
                        .Fails({Failure("CREATE_ACCOUNT", "CREATE_ACCOUNT_UNDERFUNDED")})));
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_EQ(rows[0]["new_account"], true);
  EXPECT_EQ(rows[1]["new_account"], false);
  EXPECT_EQ(rows[2]["new_account"], false);
  EXPECT_EQ(rows[2]["transaction_result_code"], "TransactionResultCodeTxFailed");
}

TEST_F(Transactions, KeepTheirXdr) {
  const Tx tx = Pay("alice")
                    .Changes({State(AccountEntry("bob")), Updated(AccountEntry("bob"))})
                    .FeeChanges({State(AccountEntry("alice")), Updated(AccountEntry("alice"))});
  const BuiltTx built = tx.Build({chain_.network_id(), chain_.next_sequence(), 1, 3});
  const Json row = Row(tx);
  EXPECT_EQ(row["tx_envelope"], Base64(built.envelope));
  EXPECT_EQ(row["tx_result"], Encoded("TransactionResult", built.result_pair["result"]));
  EXPECT_EQ(row["tx_meta"], Encoded("TransactionMeta", built.meta));
  EXPECT_EQ(row["tx_fee_meta"], Encoded("LedgerEntryChanges", built.fee_changes));
}

}  // namespace
}  // namespace lake::testing
