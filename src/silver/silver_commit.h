// What a commit of silver says of itself: the row of _silver_batches, the segments as they are from
// then on, and the fence. Pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lake/lake_change.h"
#include "silver/silver_plan.h"
#include "silver/silver_rows.h"

namespace lake {

struct SilverCommit {
  std::string_view kind;  // append, merge, fold
  LedgerSpan span;        // that it is about
  std::vector<SilverCount> counts;
  std::vector<SilverSegment> segments;  // afterwards
  std::int64_t bronze_epoch;
  std::vector<RowsRemoval> removals{};
};

struct SilverAuthor {
  std::string_view network;
  std::string_view program;
  std::string_view host;
};

// `id` tells apart what one process commits; the fence is as it was.
void DescribeSilver(const SilverCommit& commit, const SilverAuthor& author, std::int64_t id,
                    std::int64_t now_micros, const std::optional<Fence>& before,
                    LakeChange& change);

// The segments once these ledgers are taken: the one before them grows, or a new one begins.
std::vector<SilverSegment> WithSpan(std::vector<SilverSegment> segments, const LedgerSpan& span,
                                    std::int64_t new_id);
// The segments once the two roots are one.
std::vector<SilverSegment> WithMerge(std::vector<SilverSegment> segments,
                                     const SilverMergePair& pair);

}  // namespace lake
