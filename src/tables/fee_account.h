// What the account that pays a transaction's fee gave and got back, read off its balance.
//
// Balances of damaged ledgers may differ by more than 64 bits hold.
//
// The account is matched by its 32-byte key, so a muxed fee account counts as the account it is.
// Views into the ledger; pure functions, safe from any thread.
#pragma once

#include <cstdint>
#include <optional>

#include "stellar/integer_text.h"
#include "stellar/ledger_view.h"

namespace lake {

// What feeProcessing took from it, in stroops. None when the ledger does not show its balance.
std::optional<Int128> FeeDebit(const LedgerView& ledger, const TransactionRef& tx);

// What it got back after the operations: txChangesAfter (to protocol 22) plus
// postTxApplyFeeProcessing (from 23). 0 when nothing came back.
Int128 FeeRefund(const LedgerView& ledger, const TransactionRef& tx);

}  // namespace lake
