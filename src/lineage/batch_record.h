// One committed batch, and whether another may join those that are there.
//
// Ranges may be disjoint (2024 first, 2021 later), but for one table they never overlap, and where
// two touch, their hashes chain. Pure functions.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/sha256.h"
#include "stellar/ledger_set.h"

namespace lake {

// Ledgers that follow each other, with the hashes that neighbours must chain to.
struct CoveredRange {
  std::uint32_t first;
  std::uint32_t last;
  Hash256 first_previous_hash;
  Hash256 last_hash;
  LedgerSpan span() const { return {first, last}; }
  friend bool operator==(const CoveredRange&, const CoveredRange&) = default;
};

// What the ends of a range know of hashes: that of its last ledger, and of the one before its
// first, unless that is ledger 0. Points into the range.
struct KnownHash {
  std::uint32_t sequence;
  const Hash256* hash;
};
std::vector<KnownHash> KnownHashes(const CoveredRange& range);

// One committed batch, as _batches keeps it.
struct BatchRecord {
  std::string batch_id;
  CoveredRange range;
  std::vector<std::string> tables;  // sorted
  std::string writer;
  std::string created_at;  // as people read it, UTC
};

// Whether `next` may be committed beside `near`, the batches that overlap or touch it. kConflict
// names the batch that holds one of its tables already, and who wrote it; kDataLoss names the
// ledgers whose hashes do not chain.
Status CheckFits(const BatchRecord& next, std::span<const BatchRecord> near);

}  // namespace lake
