// One ledger that a test made, whichever way.
#pragma once

#include <cstdint>
#include <vector>

#include "base/sha256.h"

namespace lake::testing {

struct BuiltLedger {
  std::uint32_t sequence = 0;
  std::vector<std::uint8_t> xdr;  // LedgerCloseMeta
  Hash256 hash{};
  std::vector<Hash256> transaction_hashes;  // in apply order
};

}  // namespace lake::testing
