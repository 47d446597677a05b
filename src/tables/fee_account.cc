#include "tables/fee_account.h"

#include <algorithm>

#include "tables/envelope.h"

namespace lake {
namespace {

std::optional<std::int64_t> BalanceOf(const ChangeRef& change, Bytes account) {
  if (change.entry_type != xdr::LedgerEntryType::ACCOUNT) return std::nullopt;
  const xdr::AccountEntry entry = change.entry().data().account();
  const Bytes key = entry.accountID().ed25519().bytes();
  if (!std::equal(key.begin(), key.end(), account.begin(), account.end())) return std::nullopt;
  return entry.balance();
}

// By how much the changes raised the account's balance. None when they do not change it. Balances
// of damaged ledgers may differ by more than 64 bits hold.
std::optional<Int128> Raise(std::span<const ChangeRef> changes, Bytes account) {
  std::optional<Int128> raise;
  std::optional<std::int64_t> before;
  for (const ChangeRef& change : changes) {
    if (change.type == xdr::LedgerEntryChangeType::LEDGER_ENTRY_STATE) {
      if (const auto balance = BalanceOf(change, account)) before = balance;
    } else if (change.type == xdr::LedgerEntryChangeType::LEDGER_ENTRY_UPDATED) {
      const auto after = BalanceOf(change, account);
      if (!after || !before) continue;
      raise = raise.value_or(0) + *after - *before;
      before = after;
    }
  }
  return raise;
}

}  // namespace

std::optional<Int128> FeeDebit(const LedgerView& ledger, const TransactionRef& tx) {
  const auto raise = Raise(ledger.changes(tx.fee_changes), FeeAccountKey(tx.envelope));
  if (!raise) return std::nullopt;
  return -*raise;
}

Int128 FeeRefund(const LedgerView& ledger, const TransactionRef& tx) {
  const Bytes account = FeeAccountKey(tx.envelope);
  return Raise(ledger.changes(tx.changes_after), account).value_or(0) +
         Raise(ledger.changes(tx.post_fee_changes), account).value_or(0);
}

}  // namespace lake
