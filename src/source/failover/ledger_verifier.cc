#include "source/failover/ledger_verifier.h"

#include <fmt/format.h>

#include "stellar/unknown_ledger.h"

namespace lake {

LedgerVerifier::LedgerVerifier(std::string passphrase, VerifyLevel level) : level_(level) {
  if (!passphrase.empty()) network_ = NetworkOfPassphrase(passphrase);
}

Status LedgerVerifier::Verify(const RawLedger& ledger) {
  if (level_ == VerifyLevel::kOff) return {};
  if (Status decoded = Decode(ledger.xdr); !decoded.ok()) {
    // Of a newer protocol, as its header proves, it is unknown from every source; else another
    // source may have it undamaged.
    const auto unknown = ProveUnknown(ledger.xdr);
    if (!unknown.ok() || unknown->protocol <= kNewestProtocol) return decoded;
    if (unknown->sequence != ledger.sequence) return decoded;
    return Follow(ledger.sequence, unknown->previous_hash, unknown->hash);
  }
  if (view_.sequence() != ledger.sequence) {
    return {Code::kDataLoss, fmt::format("it is ledger {} inside", view_.sequence())};
  }
  TRY(ProveLedger(view_, level_));
  return Follow(ledger.sequence, HashOf(view_.header().previousLedgerHash()),
                HashOf(view_.header_entry().hash()));
}

Status LedgerVerifier::Follow(std::uint32_t sequence, const Hash256& previous_hash,
                              const Hash256& hash) {
  if (previous_ != 0 && previous_ + 1 == sequence) {
    TRY(ProveLink(sequence, previous_hash, previous_, previous_hash_));
  }
  previous_ = sequence;
  previous_hash_ = hash;
  return {};
}

// A ledger without transactions fits every network, so it settles none.
Status LedgerVerifier::Decode(Bytes xdr) {
  if (network_) return view_.Decode(xdr, network_->id);
  Status first;
  for (const Network& network : KnownNetworks()) {
    Status decoded = view_.Decode(xdr, network.id);
    if (decoded.ok()) {
      if (!view_.transactions().empty()) network_ = network;
      return decoded;
    }
    if (first.ok()) first = std::move(decoded);
  }
  return first;
}

}  // namespace lake
