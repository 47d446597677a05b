#include "tables/transaction_fee_bump.h"

#include "base/hex.h"
#include "stellar/address.h"
#include "stellar/tx_hash.h"

namespace lake {
namespace {

// The result pair holds it, except when the fee bump itself failed: then the envelope makes it.
std::string_view InnerHashText(const TransactionContext& context, Arena& arena) {
  const xdr::TransactionResultResult result = context.tx.result_pair.result().result();
  if (result.code() == xdr::TransactionResultCode::txFEE_BUMP_INNER_SUCCESS ||
      result.code() == xdr::TransactionResultCode::txFEE_BUMP_INNER_FAILED) {
    return HexText(arena, result.innerResultPair().transactionHash().bytes());
  }
  // An inner transaction is encoded as the envelope it would be on its own.
  const Bytes inner = context.tx.envelope.feeBump().tx().innerTx().encoding();
  Sha256Stream stream;
  return HexText(arena, TransactionHash(xdr::TransactionEnvelope(inner.data()),
                                        context.ledger.network_id, stream));
}

}  // namespace

TransactionFeeBump FeeBumpOf(const TransactionContext& context, Arena& arena) {
  if (!context.tx.fee_bump) return {};
  const xdr::FeeBumpTransaction bump = context.tx.envelope.feeBump().tx();
  return {.fee_account_muxed = MuxedText(arena, bump.feeSource()),
          .inner_transaction_hash = InnerHashText(context, arena),
          .fee_bump_fee = bump.fee(),
          .max_fee_bid = bump.fee(),
          .inner_source_account = context.source_account};
}

}  // namespace lake
