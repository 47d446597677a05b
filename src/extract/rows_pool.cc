#include "extract/rows_pool.h"

namespace lake {

std::unique_ptr<LedgerRows> RowsPool::Take() {
  {
    std::lock_guard lock(mutex_);
    if (!free_.empty()) {
      std::unique_ptr<LedgerRows> rows = std::move(free_.back());
      free_.pop_back();
      return rows;
    }
  }
  return std::make_unique<LedgerRows>(tables_);
}

void RowsPool::Give(std::unique_ptr<LedgerRows> rows) {
  if (rows == nullptr) return;
  rows->Reset();
  std::lock_guard lock(mutex_);
  if (free_.size() < kKeptMax) free_.push_back(std::move(rows));
}

}  // namespace lake
