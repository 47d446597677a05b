#include "stellar/proof.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/hex.h"

namespace lake {
namespace {

Status Expect(std::string_view what, xdr::Fixed<32> said, const Hash256& found) {
  if (HashOf(said) == found) return {};
  return {Code::kDataLoss,
          fmt::format("{} does not match: the header says {}, the content hashes to {}", what,
                      Hex(said.bytes()), Hex(found))};
}

}  // namespace

Hash256 LegacyTxSetHash(Bytes previous_hash, std::span<const Bytes> envelopes) {
  std::vector<std::pair<Hash256, Bytes>> by_hash;
  for (Bytes envelope : envelopes) by_hash.emplace_back(Sha256(envelope), envelope);
  std::sort(by_hash.begin(), by_hash.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  Sha256Stream stream;
  stream.Update(previous_hash);
  for (const auto& [hash, envelope] : by_hash) stream.Update(envelope);
  return stream.Finish();
}

Hash256 HashOf(xdr::Fixed<32> hash) {
  Hash256 out;
  std::copy_n(hash.data(), out.size(), out.begin());
  return out;
}

Status ProveLedger(const LedgerView& ledger, VerifyLevel level) {
  if (level == VerifyLevel::kOff) return {};
  TRY(Expect("ledger header hash", ledger.header_entry().hash(), Sha256(ledger.header_xdr())));
  if (level == VerifyLevel::kHeader) return {};
  const Hash256 tx_set = ledger.version() == 0 ? LegacyTxSetHash(ledger.tx_set_xdr().first(32),
                                                                 ledger.tx_set_envelopes())
                                               : Sha256(ledger.tx_set_xdr());
  TRY(Expect("transaction set hash", ledger.header().scpValue().txSetHash(), tx_set));
  return Expect("result hash", ledger.header().txSetResultHash(), ledger.result_set_hash());
}

Status ProveLink(std::uint32_t sequence, const Hash256& previous_hash,
                 std::uint32_t previous_sequence, const Hash256& previous_ledger_hash) {
  if (sequence != previous_sequence + 1) {
    return {Code::kDataLoss,
            fmt::format("follows ledger {}: {} ledgers are missing between them", previous_sequence,
                        std::int64_t{sequence} - previous_sequence - 1)};
  }
  if (previous_hash == previous_ledger_hash) return {};
  return {Code::kDataLoss,
          fmt::format("does not chain: its previous-ledger hash is {}, ledger {} has the hash {}",
                      Hex(previous_hash), previous_sequence, Hex(previous_ledger_hash))};
}

}  // namespace lake
