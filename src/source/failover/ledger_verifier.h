// Proves ledgers as they come, before anybody else sees them: decodes each one, checks the hashes
// it carries, and that it follows the one before. For sources that may be replaced by another when
// they serve something else. What was decoded goes on with the ledger.
//
// One thread at a time. Errors: kDataLoss naming what does not hold; the ledger may then be tried
// again with other bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "source/ledger_source.h"
#include "stellar/network.h"
#include "stellar/proof.h"

namespace lake {

class LedgerVerifier {
 public:
  // `passphrase` "" = the first of the public networks that fits the ledgers.
  LedgerVerifier(std::string passphrase, VerifyLevel level);

  Status Verify(RawLedger& ledger);

 private:
  Status Decode(Bytes xdr, ProvedLedger& proved);
  Status Follow(std::uint32_t sequence, const Hash256& previous_hash, const Hash256& hash);

  const VerifyLevel level_;
  std::optional<Network> network_;
  std::uint32_t previous_ = 0;  // 0 = none
  Hash256 previous_hash_ = {};
};

}  // namespace lake
