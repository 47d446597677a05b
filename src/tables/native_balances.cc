// native_balances_snapshot_v1: what every account held after each ledger that changed it.
#include "stellar/strkey.h"
#include "tables/all.h"
#include "tables/native_balance_row.h"

namespace lake {
namespace {

using Row = NativeBalanceRow;

constexpr auto kColumns = NativeBalanceColumns();
constexpr std::string_view kPrimaryKey[] = {"account_id", "ledger_sequence"};

constexpr TableSpec kSpec{
    .name = "native_balances_snapshot_v1",
    .doc = "One row per account whose entry a ledger changed: its state after the ledger.",
    .group = "account_state",
    .purpose = "snapshot",
    .subject = "native_balances",
    .major_version = 1,
    .columns = kColumns,
    .row_size = sizeof(Row),
    .sequence_column = "ledger_sequence",
    .primary_key = kPrimaryKey,
    .fillfactor = 90};
static_assert(Describes<Row>(kSpec));

Status Extract(const ChangeContext& context, RowSink out) {
  const ChangeRef* post = context.change.post;
  if (post == nullptr) return {};  // a removal is a row of ledger_entry_removals_stream_v1 (D4)
  const xdr::LedgerEntry entry = post->entry();
  const xdr::AccountEntry account = entry.data().account();
  Row row{.account_id = AccountText(out.arena, account.accountID().ed25519().data()),
          .balance = account.balance(),
          .buying_liabilities = 0,
          .selling_liabilities = 0,
          .num_subentries = account.numSubEntries(),
          .num_sponsoring = 0,
          .num_sponsored = 0,
          .sequence_number = account.seqNum(),
          .last_modified_ledger = entry.lastModifiedLedgerSeq(),
          .ledger_sequence = context.ledger.sequence,
          .ledger_range = context.ledger.ledger_range};
  if (const xdr::AccountEntryExt ext = account.ext(); ext.v() == 1) {
    const xdr::AccountEntryExtensionV1 v1 = ext.v1();
    row.buying_liabilities = v1.liabilities().buying();
    row.selling_liabilities = v1.liabilities().selling();
    if (const xdr::AccountEntryExtensionV1Ext ext2 = v1.ext(); ext2.v() == 2) {
      row.num_sponsoring = ext2.v2().numSponsoring();
      row.num_sponsored = ext2.v2().numSponsored();
    }
  }
  out.rows.Append(row);
  return {};
}

}  // namespace

const Table kNativeBalances{
    .spec = &kSpec,
    .extractor = {.change = Extract, .entry_types = EntryTypeBit(xdr::LedgerEntryType::ACCOUNT)}};

}  // namespace lake
