#include "tables/inner_hash.h"

#include "stellar/proof.h"
#include "stellar/tx_hash.h"

namespace lake {

// The result pair holds it, except when the fee bump itself failed: then the envelope makes it.
Hash256 InnerHash(const TransactionContext& context) {
  const xdr::TransactionResultResult result = context.tx.result_pair.result().result();
  if (result.code() == xdr::TransactionResultCode::txFEE_BUMP_INNER_SUCCESS ||
      result.code() == xdr::TransactionResultCode::txFEE_BUMP_INNER_FAILED) {
    return HashOf(result.innerResultPair().transactionHash());
  }
  // An inner transaction is encoded as the envelope it would be on its own.
  const Bytes inner = context.tx.envelope.feeBump().tx().innerTx().encoding();
  Sha256Stream stream;
  return TransactionHash(xdr::TransactionEnvelope(inner.data()), context.ledger.network_id, stream);
}

}  // namespace lake
