// Recycled LedgerRows: their buffers and arenas are kept, so the steady state allocates nothing.
// Thread-safe. Rows given back may come from anywhere; at most kKeptMax are kept.
#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "tables/batch.h"

namespace lake {

class RowsPool {
 public:
  explicit RowsPool(const TableSet& tables) : tables_(tables) {}
  std::unique_ptr<LedgerRows> Take();
  void Give(std::unique_ptr<LedgerRows> rows);

 private:
  static constexpr std::size_t kKeptMax = 1024;
  const TableSet& tables_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<LedgerRows>> free_;
};

}  // namespace lake
