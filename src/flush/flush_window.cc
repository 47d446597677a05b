#include "flush/flush_window.h"

#include <fmt/format.h>

#include <utility>

#include "hot/hot_batches.h"

namespace lake {
namespace {

Error Overlap(const BatchRecord& batch, std::uint32_t expected) {
  return {
      Code::kDataLoss,
      fmt::format("the hot buffer's batch of ledgers {}-{} begins inside of what was flushed, or "
                  "of the batch before it, which end at ledger {}",
                  batch.range.first, batch.range.last, expected - 1)};
}

Error Unchained(const BatchRecord& batch) {
  return {Code::kDataLoss,
          fmt::format("the hot buffer's ledger {} does not chain with ledger {} before it",
                      batch.range.first, batch.range.first - 1)};
}

}  // namespace

Result<FlushWindow> MarkWindow(HotState state, std::vector<BatchRecord> batches) {
  FlushWindow window;
  window.state = std::move(state);
  if (!window.state.whole()) return window;
  const auto& flushed = window.state.flushed_through;
  std::optional<std::uint64_t> expected;  // past the highest ledger there is nothing
  std::optional<Hash256> hash;
  if (flushed) {
    expected = std::uint64_t{*flushed} + 1;
    hash = window.state.flushed_hash;
  }
  for (BatchRecord& batch : batches) {
    if (flushed && batch.range.last <= *flushed) {
      window.has_flushed = true;
      continue;
    }
    window.ledgers += batch.range.span().count();
    if (window.hole) continue;
    if (expected && batch.range.first < *expected) {
      return Overlap(batch, static_cast<std::uint32_t>(*expected));
    }
    if (expected && batch.range.first > *expected) {
      window.hole = {static_cast<std::uint32_t>(*expected), batch.range.first - 1};
      window.behind_hole = batch.range.span();
      window.hole_hash = batch.range.first_previous_hash;
      continue;
    }
    if (hash && *hash != batch.range.first_previous_hash) return Unchained(batch);
    expected = std::uint64_t{batch.range.last} + 1;
    hash = batch.range.last_hash;
    window.batches.push_back(std::move(batch));
  }
  return window;
}

Result<std::optional<FlushWindow>> ReadFlushWindow(PgConnection& connection) {
  using Answer = std::optional<FlushWindow>;
  TRY(LockAgainstNewEpoch(connection));
  TRY_ASSIGN(std::optional<HotState> state, ReadHotState(connection));
  if (!state) return Answer();
  TRY_ASSIGN(std::vector<BatchRecord> batches, ReadHotBatches(connection));
  TRY_ASSIGN(FlushWindow window, MarkWindow(*std::move(state), std::move(batches)));
  return Answer(std::move(window));
}

}  // namespace lake
