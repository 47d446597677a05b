// Recycled LedgerRows of one set of tables: their buffers and arenas are kept, so the steady state
// allocates nothing.
//
// Buffers and arenas have the size of the largest ledger they ever held. What is kept is bounded in
// ledgers and in bytes; the largest go first, so that one huge ledger does not take the place of
// many. Thread-safe. Rows given back may come from anywhere.
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <vector>

#include "tables/batch.h"

namespace lake {

class RowsPool {
 public:
  // About what a batch of the usual size needs (FlushLimits::bytes).
  static constexpr std::size_t kKeptBytesMax = std::size_t{256} << 20;

  // `tables` outlives the pool.
  explicit RowsPool(const TableSet& tables, std::size_t kept_bytes_max = kKeptBytesMax)
      : tables_(tables), kept_bytes_max_(kept_bytes_max) {}
  std::unique_ptr<LedgerRows> Take();
  void Give(std::unique_ptr<LedgerRows> rows);

  const TableSet& tables() const { return tables_; }
  // Of the rows that are kept now.
  std::size_t kept_bytes() const;

 private:
  struct Kept {
    std::unique_ptr<LedgerRows> rows;
    std::size_t bytes;
  };
  static constexpr std::size_t kKeptMax = 1024;

  const TableSet& tables_;
  const std::size_t kept_bytes_max_;
  mutable std::mutex mutex_;
  std::vector<Kept> kept_;
  std::size_t kept_bytes_ = 0;
};

}  // namespace lake
