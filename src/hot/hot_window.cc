#include "hot/hot_window.h"

#include "hot/hot_batches.h"
#include "hot/hot_state.h"

namespace lake {

std::optional<std::uint32_t> HotWindow::first() const {
  if (flushed_through) return *flushed_through + 1;
  return held.empty() ? std::nullopt : std::optional(held.first());
}

LedgerSet HotWindow::HoleBefore(std::uint32_t next) const {
  const std::optional<std::uint32_t> from = first();
  if (!from || next <= *from) return {};
  return LedgerSet{{*from, next - 1}}.Minus(held);
}

Result<HotWindow> ReadHotWindow(PgConnection& connection) {
  HotWindow window;
  TRY_ASSIGN(const std::optional<HotState> state, ReadHotState(connection));
  if (!state) return window;
  window.flushed_through = state->flushed_through;
  window.lost = !state->whole();
  if (window.lost) return window;
  TRY_ASSIGN(const std::vector<BatchRecord> batches, ReadHotBatches(connection));
  for (const auto& batch : batches) window.held.Add(batch.range.first, batch.range.last);
  return window;
}

}  // namespace lake
