// The hash that identifies a transaction: SHA-256 of its signature payload (network id, envelope
// type, transaction), CAP-15 for fee bumps. A V0 envelope hashes as the V1 transaction it stands
// for.
#pragma once

#include <optional>

#include "base/sha256.h"
#include "xdr/views.h"

namespace lake {

// `stream` is scratch, reused between calls; one thread at a time.
Hash256 TransactionHash(xdr::TransactionEnvelope envelope, const Hash256& network_id,
                        Sha256Stream& stream);

// The transaction inside: of a fee bump the inner one. V0 envelopes have no xdr::Transaction.
struct EnvelopeParts {
  Bytes source_ed25519;                     // account key of the transaction's source
  std::optional<xdr::MuxedAccount> source;  // none for V0
  xdr::Array<xdr::Operation> operations;
};
EnvelopeParts InnerTransaction(xdr::TransactionEnvelope envelope);

// The ed25519 key of an account, the mux id dropped.
Bytes Ed25519Of(xdr::MuxedAccount account);

}  // namespace lake
