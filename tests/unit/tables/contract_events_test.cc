// contract_events_stream_v1: the three scopes, events without a contract, topics as text.
#include <gtest/gtest.h>

#include "base/base64.h"
#include "support/table_rows.h"

namespace lake::testing {
namespace {

constexpr std::string_view kTable = "contract_events_stream_v1";

Tx Call() {
  Tx tx("alice");
  tx.Op(InvokeContract("token", "mint", {})).Soroban({});
  return tx;
}

JsonList RowsIn(std::uint32_t protocol, const Tx& tx) {
  LedgerChain chain(kTestPassphrase, 54'321, protocol);
  return RowsOf(kTable, chain, tx);
}

const Json kTransfer = ContractEvent("token", {ScSymbol("transfer"), ScU32(1)}, ScI128(-5));

TEST(ContractEvents, HaveTheirParts) {
  const JsonList rows = RowsIn(22, Call().Events({kTransfer}));
  ASSERT_EQ(rows.size(), 1u);
  const Json& row = rows[0];
  const std::string topic = Base64(EncodeXdr("SCVal", ScSymbol("transfer")));
  const std::string number = Base64(EncodeXdr("SCVal", ScU32(1)));
  EXPECT_EQ(row["contract_id"], ContractStrkey("token"));
  EXPECT_EQ(row["event_type"], "contract");
  EXPECT_EQ(row["in_successful_contract_call"], true);
  EXPECT_EQ(row["topics_json"], "[\"" + topic + "\",\"" + number + "\"]");
  EXPECT_EQ(row["topic_count"], 2);
  EXPECT_EQ(row["data_xdr"], Base64(EncodeXdr("SCVal", ScI128(-5))));
  EXPECT_EQ(Json::parse(row["topics_decoded"].get<std::string>()).size(), 2u);
  EXPECT_NE(row["data_decoded"].get<std::string>().find("-5"), std::string::npos);
  EXPECT_EQ(row["operation_index"], 0);
  EXPECT_EQ(row["event_index"], 0);
  EXPECT_EQ(row["ledger_sequence"], 54'321);
  EXPECT_EQ(row["closed_at"], 1'700'000'005'000'000);
}

TEST(ContractEvents, AreNamedByScopeOperationAndIndex) {
  const JsonList rows =
      RowsIn(23, Call()
                     .Events({kTransfer, kTransfer})
                     .TransactionEvents({TransactionEvent("BEFORE_ALL_TXS", kTransfer),
                                         TransactionEvent("AFTER_TX", kTransfer)})
                     .DiagnosticEvents({Diagnostic(kTransfer)}));
  ASSERT_EQ(rows.size(), 5u);
  const std::string hash = rows[0]["transaction_hash"];
  JsonList ids;
  for (const Json& row : rows) ids.push_back(row["event_id"]);
  EXPECT_EQ(ids, (JsonList{hash + ":op:0:0", hash + ":op:0:1", hash + ":tx:-1:0", hash + ":tx:-1:1",
                           hash + ":diag:-1:0"}));
  EXPECT_EQ(rows[3]["operation_index"], -1);
  EXPECT_EQ(rows[3]["event_index"], 1);
  EXPECT_EQ(rows[3]["event_type"], "contract");
}

TEST(ContractEvents, OfClassicOperationsKnowTheirOperation) {
  const Tx tx = Tx("alice")
                    .Op(Payment("bob", NativeAsset(), 1))
                    .Op(Payment("bob", NativeAsset(), 2))
                    .Events({kTransfer});
  const JsonList rows = RowsIn(23, tx);
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0]["operation_index"], 1);
  EXPECT_TRUE(rows[0]["event_id"].get<std::string>().ends_with(":op:1:0"));
}

TEST(ContractEvents, InTheDiagnosticListAreAllDiagnostic) {
  const JsonList rows = RowsIn(
      22, Call().DiagnosticEvents({Diagnostic(kTransfer), DiagnosticOnly("t", {}, ScVoid(), false),
                                   Diagnostic(SystemEvent({}, ScVoid()), true)}));
  ASSERT_EQ(rows.size(), 3u);
  for (const Json& row : rows) EXPECT_EQ(row["event_type"], "diagnostic");
  EXPECT_EQ(rows[0]["in_successful_contract_call"], true);
  EXPECT_EQ(rows[1]["in_successful_contract_call"], false);
}

TEST(ContractEvents, WithoutAContractNameNone) {
  const JsonList rows = RowsIn(22, Call().Events({SystemEvent({}, ScVoid())}));
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0]["contract_id"], nullptr);
  EXPECT_EQ(rows[0]["event_type"], "system");
  EXPECT_EQ(rows[0]["topics_json"], "[]");
  EXPECT_EQ(rows[0]["topics_decoded"], "[]");
  EXPECT_EQ(rows[0]["topic_count"], 0);
}

TEST(ContractEvents, HaveDecodedTextThatIsCleanHoweverHostile) {
  const std::string hostile = std::string("\0\"\\\n\xFF", 5) + std::string(65'536, 'x');
  const JsonList rows =
      RowsIn(22, Call().Events({ContractEvent("token", {ScString(hostile)}, ScBytes(hostile))}));
  ASSERT_EQ(rows.size(), 1u);
  const std::string decoded = rows[0]["topics_decoded"];
  EXPECT_EQ(decoded.find('\0'), std::string::npos);
  EXPECT_EQ(decoded.find('\xFF'), std::string::npos);
  EXPECT_FALSE(Json::parse(decoded, nullptr, false).is_discarded());
  EXPECT_EQ(rows[0]["data_xdr"], Base64(EncodeXdr("SCVal", ScBytes(hostile))));
}

TEST(ContractEvents, OfFailedCallsAreTheirDiagnosticsOnly) {
  const Tx tx = Call()
                    .Events({kTransfer})
                    .DiagnosticEvents({DiagnosticOnly("token", {ScSymbol("error")}, ScVoid())})
                    .FailsEarly("txINTERNAL_ERROR");
  const JsonList rows = RowsIn(22, tx);
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0]["event_type"], "diagnostic");
}

}  // namespace
}  // namespace lake::testing
