#include "tables/envelope.h"

namespace lake {

std::optional<xdr::Transaction> TransactionOf(xdr::TransactionEnvelope envelope) {
  switch (envelope.type()) {
    case xdr::EnvelopeType::ENVELOPE_TYPE_TX_V0:
      return std::nullopt;
    case xdr::EnvelopeType::ENVELOPE_TYPE_TX:
      return envelope.v1().tx();
    default:
      return envelope.feeBump().tx().innerTx().v1().tx();
  }
}

std::int64_t SequenceOf(xdr::TransactionEnvelope envelope) {
  const auto tx = TransactionOf(envelope);
  return tx ? tx->seqNum() : envelope.v0().tx().seqNum();
}

std::optional<xdr::SorobanTransactionData> SorobanDataOf(xdr::TransactionEnvelope envelope) {
  const auto tx = TransactionOf(envelope);
  if (!tx) return std::nullopt;
  const xdr::TransactionExt ext = tx->ext();
  if (ext.v() != 1) return std::nullopt;
  return ext.sorobanData();
}

Bytes FeeAccountKey(xdr::TransactionEnvelope envelope) {
  if (envelope.type() == xdr::EnvelopeType::ENVELOPE_TYPE_TX_FEE_BUMP) {
    return Ed25519Of(envelope.feeBump().tx().feeSource());
  }
  return InnerTransaction(envelope).source_ed25519;
}

}  // namespace lake
