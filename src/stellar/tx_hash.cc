#include "stellar/tx_hash.h"

#include <array>

namespace lake {
namespace {

// ENVELOPE_TYPE_TX, then KEY_TYPE_ED25519: what a V1 transaction begins with where V0 begins with
// the key.
constexpr std::array<std::uint8_t, 8> kV0Prefix{0, 0, 0, 2, 0, 0, 0, 0};

EnvelopeParts PartsOf(xdr::Transaction tx) {
  return {Ed25519Of(tx.sourceAccount()), tx.sourceAccount(), tx.operations()};
}

}  // namespace

Bytes Ed25519Of(xdr::MuxedAccount account) {
  if (account.type() == xdr::CryptoKeyType::KEY_TYPE_MUXED_ED25519) {
    return account.med25519().ed25519().bytes();
  }
  return account.ed25519().bytes();
}

Hash256 TransactionHash(xdr::TransactionEnvelope envelope, const Hash256& network_id,
                        Sha256Stream& stream) {
  stream.Update(network_id);
  const std::uint8_t* tagged = envelope.at();  // the type word is followed by the transaction
  switch (envelope.type()) {
    case xdr::EnvelopeType::ENVELOPE_TYPE_TX_V0:
      stream.Update(kV0Prefix).Update(envelope.v0().tx().encoding());
      break;
    case xdr::EnvelopeType::ENVELOPE_TYPE_TX:
      stream.Update({tagged, xdr::Transaction::End(tagged + 4)});
      break;
    default:
      stream.Update({tagged, xdr::FeeBumpTransaction::End(tagged + 4)});
  }
  return stream.Finish();
}

EnvelopeParts InnerTransaction(xdr::TransactionEnvelope envelope) {
  switch (envelope.type()) {
    case xdr::EnvelopeType::ENVELOPE_TYPE_TX_V0: {
      xdr::TransactionV0 tx = envelope.v0().tx();
      return {tx.sourceAccountEd25519().bytes(), std::nullopt, tx.operations()};
    }
    case xdr::EnvelopeType::ENVELOPE_TYPE_TX:
      return PartsOf(envelope.v1().tx());
    default:
      return PartsOf(envelope.feeBump().tx().innerTx().v1().tx());
  }
}

}  // namespace lake
