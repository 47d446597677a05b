// What a lake covers: which ledgers its committed batches hold, and whether a new batch may join
// them.
//
// Ranges may be disjoint (2024 first, 2021 later), but for one table they never overlap, and where
// two touch, their hashes chain. Pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/sha256.h"

namespace lake {

// A run of ledgers the store holds, with the hashes that neighbours must chain to.
struct CoveredRange {
  std::uint32_t first;
  std::uint32_t last;
  Hash256 first_previous_hash;
  Hash256 last_hash;
  friend bool operator==(const CoveredRange&, const CoveredRange&) = default;
};

// One committed batch, as _batches keeps it.
struct BatchRecord {
  std::string batch_id;
  CoveredRange range;
  std::vector<std::string> tables;  // sorted
  std::string writer;
  std::string created_at;  // as people read it, UTC
};

// The ranges that hold every one of `tables` (sorted), merged where they touch and chain,
// ascending.
std::vector<CoveredRange> CoveredRanges(std::vector<BatchRecord> batches,
                                        std::span<const std::string> tables);

// Whether `next` may be committed beside `near`, the batches that overlap or touch it. kConflict
// names the batch that holds one of its tables already, and who wrote it; kDataLoss names the
// ledgers whose hashes do not chain.
Status CheckFits(const BatchRecord& next, std::span<const BatchRecord> near);

// The end of the run that a hot buffer continues, after `next` is committed: it moves when `next`
// continues it, over what follows without a gap in `after` (batches that begin behind `next`).
std::uint32_t NextWatermark(std::optional<std::uint32_t> watermark, const CoveredRange& next,
                            std::span<const CoveredRange> after);

}  // namespace lake
