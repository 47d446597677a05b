// transaction_index_v1: outer and inner hashes, of failures too.
#include <gtest/gtest.h>

#include "base/hex.h"
#include "support/op_results.h"
#include "support/table_rows.h"
#include "tables/address_key.h"

namespace lake::testing {
namespace {

constexpr std::string_view kTable = "transaction_index_v1";

Tx Pay(const AccountRef& from) { return Tx(from).Op(Payment("bob", NativeAsset(), 1)); }

// The key of a hash in hex.
std::int64_t KeyOf(const Json& hash) {
  return std::stoll(hash.get<std::string>().substr(0, 12), nullptr, 16);
}

TEST(TransactionIndex, HasEveryHashWithItsPlace) {
  LedgerChain chain(kTestPassphrase, 20'001, 22);
  const BuiltLedger ledger =
      chain.Add(LedgerSpec()
                    .Add(Pay("alice"))
                    .Add(Pay("carol").Fails({Failure("PAYMENT", "PAYMENT_NO_TRUST")})));
  const JsonList rows = RowsOf(kTable, ledger.xdr, chain.network_id());
  ASSERT_EQ(rows.size(), 2u);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    EXPECT_EQ(rows[i]["key"], TransactionKey(ledger.transaction_hashes[i].data()));
    EXPECT_EQ(rows[i]["key"], KeyOf(Hex(ledger.transaction_hashes[i])));
    EXPECT_EQ(rows[i]["ledger_sequence"], 20'001);
    EXPECT_EQ(rows[i]["application_order"], i + 1);
    EXPECT_EQ(rows[i]["kind"], 0);
  }
}

TEST(TransactionIndex, HasTheInnerHashOfAFeeBumpWhateverBecameOfIt) {
  for (const Tx& tx : {Pay("alice").FeeBump("dave", 400),
                       Pay("alice").FeeBump("dave", 400).FeeBumpFails("txINSUFFICIENT_BALANCE")}) {
    LedgerChain chain(kTestPassphrase, 20'001, 22);
    const BuiltLedger ledger = chain.Add(LedgerSpec().Add(tx));
    const JsonList rows = RowsOf(kTable, ledger.xdr, chain.network_id());
    const JsonList txs = RowsOf("transactions_row_v2", ledger.xdr, chain.network_id());
    ASSERT_EQ(rows.size(), 2u);
    EXPECT_EQ(rows[1]["kind"], 1);
    EXPECT_EQ(rows[1]["key"], KeyOf(txs[0]["inner_transaction_hash"]));
    EXPECT_EQ(rows[1]["application_order"], 1);
  }
}

}  // namespace
}  // namespace lake::testing
