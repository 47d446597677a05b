// The fence row and the committed batches of a lake: what a commit reads first and changes last
// (ARCHITECTURE.md, "Guarantees"). All functions run in the caller's transaction.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "duckdb/lake.h"
#include "lineage/batch_rows.h"
#include "lineage/coverage.h"

namespace lake {

struct Fence {
  std::int64_t commits = 0;
  std::int64_t epoch = 1;
  std::optional<std::uint32_t> watermark;
  MetaIds ids;
};

// The network's fence; kNotFound when the lake has none, kInvalidArgument when it holds another
// network's ledgers.
Result<Fence> ReadFence(Connection& connection, const Lake& lake, std::string_view network);

// Writes the first fence row of a lake.
Status CreateFence(Connection& connection, const Lake& lake, std::string_view network,
                   Timestamp now);

// Replaces `before` by `after`; kConflict unless exactly that row was there.
Status AdvanceFence(Connection& connection, const Lake& lake, std::string_view network,
                    const Fence& before, const Fence& after, Timestamp now);

// kConflict, and `forbidden`, unless the epoch is still the one that the writer began with.
Status CheckEpoch(const Fence& fence, std::int64_t epoch, bool& forbidden);

// A hash as the lake's own tables keep it; kDataLoss when it is none.
Result<Hash256> ParseLakeHash(std::string_view text);

// Batches of a lake, in no order; none in one whose tables are not made yet, since its first run
// was killed before.
Result<std::vector<BatchRecord>> ReadBatches(Connection& connection, const Lake& lake);
// Those that overlap or touch the range.
Result<std::vector<BatchRecord>> ReadNear(Connection& connection, const Lake& lake,
                                          const CoveredRange& range);
// Those that begin behind ledger `last`.
Result<std::vector<BatchRecord>> ReadAfter(Connection& connection, const Lake& lake,
                                           std::uint32_t last);
// Whether the attempt `batch_id` was committed.
Result<bool> HasBatch(Connection& connection, const Lake& lake, std::string_view batch_id);

}  // namespace lake
