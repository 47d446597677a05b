// Which ledgers a silver lake takes next. Pure functions.
//
// A batch never spans a hole of bronze, nor two ledger ranges (files are grouped by those), and
// begins at the end of a segment where there is one. Lower ledgers come first, so that a backfill
// extends one segment upwards instead of many downwards (contract/silver.yaml, `out_of_order`).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "stellar/ledger_set.h"

namespace lake {

// Ledgers that silver has taken one after the other, without a hole: the unit in which states are
// known. Segments that touch are merged: then both have one `root`.
struct SilverSegment {
  std::int64_t id;  // the commit that began it
  LedgerSpan span;
  std::int64_t root;  // itself, until it was merged
  friend bool operator==(const SilverSegment&, const SilverSegment&) = default;
};

struct SilverLimits {
  std::uint32_t ledgers_max = 1000;
  LedgerRange wish{.first = 1, .last = {}};
};

// `bronze` holds the ledgers of which every input is there, `silver` those that were taken.
std::optional<LedgerSpan> NextSilverSpan(const LedgerSet& bronze, const LedgerSet& silver,
                                         const SilverLimits& limits);

// The segment that ends just before the ledger.
const SilverSegment* SegmentBefore(std::span<const SilverSegment> segments, std::uint32_t ledger);

// A pair of roots of which one ends where the other begins.
struct SilverMergePair {
  std::int64_t left, right;  // ids of roots
};
std::optional<SilverMergePair> NextMerge(std::span<const SilverSegment> segments);

}  // namespace lake
