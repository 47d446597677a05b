#include "tables/transaction_fee_bump.h"

#include "base/hex.h"
#include "stellar/address.h"
#include "tables/inner_hash.h"

namespace lake {

TransactionFeeBump FeeBumpOf(const TransactionContext& context, Arena& arena) {
  if (!context.tx.fee_bump) return {};
  const xdr::FeeBumpTransaction bump = context.tx.envelope.feeBump().tx();
  return {.fee_account_muxed = MuxedText(arena, bump.feeSource()),
          .inner_transaction_hash = HexText(arena, InnerHash(context)),
          .fee_bump_fee = bump.fee(),
          .max_fee_bid = bump.fee(),
          .inner_source_account = context.source_account};
}

}  // namespace lake
