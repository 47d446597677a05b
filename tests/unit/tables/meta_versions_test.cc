// Tables whose rows depend on what the meta of a ledger can say, in every pair of protocol and meta
// that exists: today's exporters write TransactionMeta 4, with RESTORED changes and with events of
// classic operations, for ledgers of any protocol; and the ledger that upgrades the protocol has a
// meta of the old one.
#include <gtest/gtest.h>

#include "base/hex.h"
#include "support/table_rows.h"

namespace lake::testing {
namespace {

struct MetaForm {
  std::uint32_t ran_under;   // the protocol of the transactions
  std::int32_t ledger_meta;  // version of LedgerCloseMeta
  std::int32_t tx_meta;      // version of TransactionMeta
  std::uint32_t header;      // the protocol after upgrades

  bool soroban() const { return ran_under >= 20; }
  // Events of contracts, since meta 4 also of classic operations; evictions; what comes after the
  // operations.
  bool has_events() const { return tx_meta == 4 || (tx_meta == 3 && soroban()); }
  bool has_evictions() const { return ledger_meta > 0; }
  bool has_after() const { return tx_meta >= 2; }
};

constexpr MetaForm kForms[] = {
    // As they were written.
    {4, 0, 0, 4},
    {9, 0, 1, 9},
    {9, 0, 2, 9},
    {10, 0, 2, 10},
    {12, 0, 2, 12},
    {13, 0, 2, 13},
    {19, 0, 2, 19},
    {20, 1, 3, 20},
    {21, 1, 3, 21},
    {22, 1, 3, 22},
    {23, 2, 4, 23},
    {26, 2, 4, 26},
    // As today's exporters write them.
    {9, 0, 4, 9},
    {12, 0, 4, 12},
    {13, 0, 4, 13},
    {19, 0, 4, 19},
    {20, 1, 4, 20},
    {21, 1, 4, 21},
    {22, 1, 4, 22},
    // Of the ledger that upgrades.
    {9, 0, 1, 10},
    {12, 0, 2, 13},
    {12, 0, 4, 13},
    {19, 0, 2, 20},
    {20, 1, 3, 21},
    {20, 1, 4, 21},
    {22, 1, 3, 23},
    {22, 1, 4, 23},
    {23, 2, 4, 24}};

std::vector<MetaForm> FormsThat(bool (MetaForm::*have)() const) {
  std::vector<MetaForm> forms;
  for (const MetaForm& form : kForms) {
    if ((form.*have)()) forms.push_back(form);
  }
  return forms;
}

void PrintTo(const MetaForm& form, std::ostream* out) {
  *out << "protocol " << form.ran_under << " to " << form.header << ", ledger meta "
       << form.ledger_meta << ", transaction meta " << form.tx_meta;
}

Json Data() { return ContractDataEntry(ContractAddress("token"), ScSymbol("k"), ScU32(5)); }

JsonList Balance(std::string_view account, std::int64_t before, std::int64_t after) {
  return {State(AccountEntry(account, {{"balance", before}})),
          Updated(AccountEntry(account, {{"balance", after}}))};
}

class MetaVersions : public ::testing::TestWithParam<MetaForm> {
 protected:
  JsonList RowsIn(std::string_view table, Tx tx) {
    return RowsIn(table, LedgerSpec().Add(tx.MetaVersion(GetParam().tx_meta)));
  }
  JsonList RowsIn(std::string_view table, LedgerSpec spec) {
    const MetaForm& form = GetParam();
    LedgerChain chain(kTestPassphrase, 1000, form.ran_under);
    spec.Protocol(form.header).MetaVersion(form.ledger_meta);
    if (form.header != form.ran_under) spec.Upgrade({{"newLedgerVersion", form.header}});
    return RowsOf(table, chain, spec);
  }
};

class SorobanMeta : public MetaVersions {};
class MetaWithEvents : public MetaVersions {};
class MetaWithEvictions : public MetaVersions {};
class MetaWithAfterChanges : public MetaVersions {};

// RestoreFootprint, as each meta tells it.
TEST_P(SorobanMeta, ShowsWhatWasRestored) {
  const Json old_ttl = TtlEntry(KeyOf(Data()), 900), new_ttl = TtlEntry(KeyOf(Data()), 5000);
  const bool says_so = GetParam().tx_meta == 4;
  Tx tx("alice");
  tx.Op(RestoreFootprint()).Soroban({.read_write = {KeyOf(Data())}});
  tx.Changes(says_so ? JsonList{Restored(LastModified(700, Data())), Restored(new_ttl)}
                     : JsonList{State(old_ttl), Updated(new_ttl)});
  const JsonList rows = RowsIn("restored_keys_state_v1", tx);
  ASSERT_EQ(rows.size(), says_so ? 2u : 1u);
  EXPECT_EQ(rows[0]["contract_id"], ContractStrkey("token"));
  EXPECT_EQ(rows[0]["restored_from_ledger"], says_so ? 700 : 900);
  EXPECT_EQ(rows.back()["key_hash"],
            Hex(Sha256(EncodeXdr("LedgerKey", KeyOf(says_so ? new_ttl : Data())))));
}

// A fee-bumped call that paid 50,200, got 10,000 back, and says what its protocol made it say.
TEST_P(SorobanMeta, ShowsWhatWasPaid) {
  const bool says_less = GetParam().ran_under > 20;
  Tx tx("alice");
  tx.Op(InvokeContract("token", "mint", {}))
      .Soroban({.resource_fee = 50'000})
      .FeeBump("carol", 60'000)
      .FeeCharged(says_less ? 40'200 : 50'200)
      .FeeChanges(Balance("carol", 100'000, 49'800));
  const JsonList refund = Balance("carol", 49'800, 59'800);
  GetParam().ledger_meta == 2 ? tx.PostFeeChanges(refund) : tx.ChangesAfter(refund);
  const JsonList rows = RowsIn("transactions_row_v2", tx);
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0]["fee_charged"], 40'200);
  EXPECT_EQ(rows[0]["soroban_fee_base"], 200);
  EXPECT_EQ(rows[0]["soroban_fee_refund"], 10'000);
  EXPECT_EQ(rows[0]["soroban_fee_charged"], 40'000);
}

TEST_P(MetaWithEvents, ShowsThem) {
  const MetaForm& form = GetParam();
  Tx tx("alice");
  if (form.soroban()) {
    tx.Op(InvokeContract("token", "mint", {})).Soroban({});
  } else {
    tx.Op(Payment("bob", NativeAsset(), 100));
  }
  tx.Events({ContractEvent("token", {ScSymbol("transfer")}, ScU32(1))});
  const JsonList rows = RowsIn("contract_events_stream_v1", tx);
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0]["operation_index"], 0);
  const JsonList txs = RowsIn("transactions_row_v2", tx);
  ASSERT_EQ(txs.size(), 1u);
  EXPECT_EQ(txs[0]["soroban_contract_events_count"], form.soroban() ? Json(1) : Json(nullptr));
}

TEST_P(MetaWithEvictions, ShowsThem) {
  EXPECT_EQ(RowsIn("evicted_keys_state_v1", LedgerSpec().Evict({KeyOf(Data())})).size(), 1u);
}

// Up to protocol 12 what was rolled back stayed in the meta.
TEST_P(MetaWithAfterChanges, LeavesOutWhatWasRolledBack) {
  const Tx tx = Tx("alice")
                    .Op(Inflation())
                    .ChangesBefore(Balance("alice", 5, 4))
                    .ChangesAfter(Balance("alice", 4, 3))
                    .FailsEarly("txINTERNAL_ERROR");
  const JsonList rows = RowsIn("native_balances_snapshot_v1", tx);
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0]["balance"], GetParam().ran_under <= 12 ? 4 : 3);
}

TEST_P(MetaVersions, ShowTheProtocolOfTheHeader) {
  const JsonList rows = RowsIn("ledgers_row_v2", LedgerSpec());
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0]["protocol_version"], GetParam().header);
}

std::string NameOf(const ::testing::TestParamInfo<MetaForm>& info) {
  const MetaForm& form = info.param;
  std::string name = "Protocol" + std::to_string(form.ran_under);
  if (form.header != form.ran_under) name += "To" + std::to_string(form.header);
  return name + "Ledger" + std::to_string(form.ledger_meta) + "Tx" + std::to_string(form.tx_meta);
}

INSTANTIATE_TEST_SUITE_P(Forms, MetaVersions, ::testing::ValuesIn(kForms), NameOf);
INSTANTIATE_TEST_SUITE_P(Forms, SorobanMeta, ::testing::ValuesIn(FormsThat(&MetaForm::soroban)),
                         NameOf);
INSTANTIATE_TEST_SUITE_P(Forms, MetaWithEvents,
                         ::testing::ValuesIn(FormsThat(&MetaForm::has_events)), NameOf);
INSTANTIATE_TEST_SUITE_P(Forms, MetaWithEvictions,
                         ::testing::ValuesIn(FormsThat(&MetaForm::has_evictions)), NameOf);
INSTANTIATE_TEST_SUITE_P(Forms, MetaWithAfterChanges,
                         ::testing::ValuesIn(FormsThat(&MetaForm::has_after)), NameOf);

}  // namespace
}  // namespace lake::testing
