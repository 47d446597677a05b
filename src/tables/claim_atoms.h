// Claim atoms: what each resting order or liquidity pool gave and got while an operation crossed
// it. Trades and trade effects are made of them.
//
// An atom has three forms: V0 (before protocol 18, the seller as a bare key), order book, and
// liquidity pool (CAP-38). `sold` is what the resting side gave, `bought` what it received. Views
// into the ledger; pure functions, safe from any thread.
#pragma once

#include <cstdint>
#include <optional>

#include "base/result.h"
#include "stellar/integer_text.h"
#include "tables/extractor.h"

namespace lake {

struct Claim {
  bool of_pool;
  const std::uint8_t* seller;  // 32 bytes: the account's key, or the pool's id
  std::int64_t offer_id;       // 0 for pools
  xdr::Asset sold;
  std::int64_t amount_sold;
  xdr::Asset bought;
  std::int64_t amount_bought;

  // Orders that were too small to cross leave an atom of nothing for nothing.
  bool empty() const { return amount_sold == 0 && amount_bought == 0; }
};

Claim ClaimOf(xdr::ClaimAtom atom);

// Whether operations of that type can cross orders: the three offers, the two path payments.
bool CanTrade(xdr::OperationType type);

// The atoms of an operation that CanTrade, in a successful transaction. kDataLoss when its result
// does not say.
Result<xdr::Array<xdr::ClaimAtom>> ClaimAtomsOf(const OperationContext& context);

// The offer that an applied offer operation left in the book, made or changed; none of other
// operations.
std::optional<std::int64_t> OfferLeft(const OperationContext& context);

// What the sender of a strict-receive path payment paid, in the send asset: what the first hop's
// orders received, or the payment itself when there was no hop. The claims of a damaged result may
// exceed 64 bits.
Int128 SentAmount(xdr::PathPaymentStrictReceiveResultSuccess success);

}  // namespace lake
