#include "source/failover/ledger_verifier.h"

#include <fmt/format.h>

#include "stellar/unknown_ledger.h"

namespace lake {

LedgerVerifier::LedgerVerifier(std::string passphrase, VerifyLevel level) : level_(level) {
  if (!passphrase.empty()) network_ = NetworkOfPassphrase(passphrase);
}

Status LedgerVerifier::Verify(RawLedger& ledger) {
  if (level_ == VerifyLevel::kOff) return {};
  auto proved = std::make_shared<ProvedLedger>();
  const LedgerView& view = proved->view;
  if (Status decoded = Decode(ledger.xdr, *proved); !decoded.ok()) {
    // Of a newer protocol, as its header proves, it is unknown from every source; else another
    // source may have it undamaged.
    const auto unknown = ProveUnknown(ledger.xdr);
    if (!unknown.ok() || unknown->protocol <= kNewestProtocol) return decoded;
    if (unknown->sequence != ledger.sequence) return decoded;
    return Follow(ledger.sequence, unknown->previous_hash, unknown->hash);
  }
  if (view.sequence() != ledger.sequence) {
    return {Code::kDataLoss, fmt::format("it is ledger {} inside", view.sequence())};
  }
  TRY(ProveLedger(view, level_));
  TRY(Follow(ledger.sequence, HashOf(view.header().previousLedgerHash()),
             HashOf(view.header_entry().hash())));
  proved->level = level_;
  ledger.proved = std::move(proved);
  return {};
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
Status LedgerVerifier::Decode(Bytes xdr, ProvedLedger& proved) {
  if (network_) {
    proved.network_id = network_->id;
    return proved.view.Decode(xdr, network_->id);
  }
  Status first;
  for (const Network& network : KnownNetworks()) {
    Status decoded = proved.view.Decode(xdr, network.id);
    if (decoded.ok()) {
      proved.network_id = network.id;
      if (!proved.view.transactions().empty()) network_ = network;
      return decoded;
    }
    if (first.ok()) first = std::move(decoded);
  }
  return first;
}

}  // namespace lake
