#include "extract/rows_pool.h"

#include <algorithm>
#include <utility>

namespace lake {
namespace {

std::size_t ReservedBytes(const LedgerRows& rows) {
  std::size_t bytes = rows.arena.reserved_bytes();
  for (const RowBuffer& table : rows.tables) bytes += table.reserved_bytes();
  return bytes;
}

}  // namespace

std::unique_ptr<LedgerRows> RowsPool::Take() {
  {
    std::lock_guard lock(mutex_);
    if (!kept_.empty()) {
      Kept kept = std::move(kept_.back());
      kept_.pop_back();
      kept_bytes_ -= kept.bytes;
      return std::move(kept.rows);
    }
  }
  return std::make_unique<LedgerRows>(tables_);
}

void RowsPool::Give(std::unique_ptr<LedgerRows> rows) {
  if (rows == nullptr) return;
  rows->Reset();
  const std::size_t bytes = ReservedBytes(*rows);
  std::vector<Kept> dropped;  // and freed without the lock
  std::lock_guard lock(mutex_);
  kept_.push_back({std::move(rows), bytes});
  kept_bytes_ += bytes;
  while (kept_.size() > kKeptMax || kept_bytes_ > kept_bytes_max_) {
    const auto largest = std::ranges::max_element(kept_, {}, &Kept::bytes);
    kept_bytes_ -= largest->bytes;
    dropped.push_back(std::move(*largest));
    kept_.erase(largest);
  }
}

std::size_t RowsPool::kept_bytes() const {
  std::lock_guard lock(mutex_);
  return kept_bytes_;
}

}  // namespace lake
