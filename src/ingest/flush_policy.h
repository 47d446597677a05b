// When a batch is full. Adaptive (spec 001): ledgers, rows of any table, bytes or time, whichever
// first.
#pragma once

#include <cstdint>

#include "tables/batch.h"

namespace lake {

struct FlushLimits {
  std::uint32_t ledgers = 500;           // ducklake.batch_size
  std::uint64_t table_rows = 1'000'000;  // of any one table
  // Rows, their texts and the raw ledgers they point into. A commit costs DuckLake about 0.1 s of
  // CPU whatever its size.
  std::uint64_t bytes = std::uint64_t{256} << 20;
  std::int64_t interval_ms = 30'000;  // ducklake.commit_interval_seconds; 0 = not by time
};

class FlushPolicy {
 public:
  explicit FlushPolicy(const FlushLimits& limits) : limits_(limits) {}

  // Counts a ledger that was just put into the batch.
  void Add(const LedgerRows& ledger, std::int64_t now_micros);
  bool Full() const;
  // Until the batch is due by time, in ms, at least 0; nothing when it has no ledgers or no
  // interval.
  std::optional<std::int64_t> DueInMs(std::int64_t now_micros) const;
  void Clear();

 private:
  FlushLimits limits_;
  std::uint32_t ledgers_ = 0;
  std::uint64_t bytes_ = 0;
  std::uint64_t largest_table_ = 0;
  std::vector<std::uint64_t> rows_;
  std::int64_t first_micros_ = 0;
};

}  // namespace lake
