// What is flushed together: one commit to the lake.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "hot/batch_sums.h"
#include "lineage/batch_record.h"

namespace lake {

struct SliceLimits {
  std::uint32_t ledgers = 10'000;        // ducklake.batch_size
  std::uint64_t table_rows = 4'000'000;  // of any one table; ducklake.batch_rows
  // Of rows and ledgers in memory, about, where a lake takes rows only when they are all there;
  // ducklake.batch_bytes.
  std::uint64_t bytes = std::uint64_t{256} << 20;
};

// The ledgers of the first of `batches`, as many as may be flushed together by their number: whole
// batches, at least one.
LedgerSpan FirstLedgers(std::span<const BatchRecord> batches, const SliceLimits& limits);

// How many of `batches` are flushed together: those of one source and program, as far as limits
// allow, at least one. `in_memory` says whether all rows are in memory at once.
std::size_t SliceOf(std::span<const HotBatch> batches, const SliceLimits& limits, bool in_memory);

}  // namespace lake
