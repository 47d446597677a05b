// Chains in which one ledger holds what this version does not know, as a newer network would write
// it: every hash that the network computes is valid, also of the ledgers behind it.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "support/built_ledger.h"

namespace lake::testing {

enum class UnknownPart {
  kProtocol,  // the header states a newer protocol; everything else is known
  kMeta,      // the meta of a transaction has a newer version
  kTxSet,     // an operation has a newer type, and the hashes say so
  kFrame,     // LedgerCloseMeta has a newer version
};

inline constexpr UnknownPart kUnknownParts[] = {UnknownPart::kProtocol, UnknownPart::kMeta,
                                                UnknownPart::kTxSet, UnknownPart::kFrame};

std::string_view PartName(UnknownPart part);

// `count` ledgers of one payment each from ledger 1000 on, on kTestPassphrase; `at` counts from 0.
std::vector<BuiltLedger> ChainWithUnknown(std::size_t count, std::size_t at, UnknownPart part);

}  // namespace lake::testing
