#include "source/ledger_verifier.h"

#include <fmt/format.h>

namespace lake {

LedgerVerifier::LedgerVerifier(std::string passphrase, VerifyLevel level) : level_(level) {
  if (!passphrase.empty()) network_ = NetworkOfPassphrase(passphrase);
}

Status LedgerVerifier::Verify(const RawLedger& ledger) {
  if (level_ == VerifyLevel::kOff) return {};
  TRY(Decode(ledger.xdr));
  if (view_.sequence() != ledger.sequence) {
    return {Code::kDataLoss, fmt::format("it is ledger {} inside", view_.sequence())};
  }
  TRY(ProveLedger(view_, level_));
  if (previous_ != 0 && previous_ + 1 == ledger.sequence) {
    TRY(ProveLink(ledger.sequence, HashOf(view_.header().previousLedgerHash()), previous_,
                  previous_hash_));
  }
  previous_ = ledger.sequence;
  previous_hash_ = HashOf(view_.header_entry().hash());
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
