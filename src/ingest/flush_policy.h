// When a batch is full. Adaptive (spec 001): ledgers, rows of any table, bytes or time, whichever
// first.
#pragma once

#include <cstdint>

#include "tables/batch.h"

namespace lake {

struct FlushLimits {
  std::uint32_t ledgers = 10'000;        // ducklake.batch_size
  std::uint64_t table_rows = 4'000'000;  // of any one table
  // Of the largest file, where the sink writes rows while the batch grows.
  std::uint64_t file_bytes = std::uint64_t{192} << 20;
  // In memory: rows, their texts and the raw ledgers they point into. A commit costs DuckLake about
  // 0.1 s of CPU whatever its size.
  std::uint64_t bytes = std::uint64_t{256} << 20;
  // Of these, when a sink that writes rows while the batch grows is given some.
  std::uint64_t piece_bytes = std::uint64_t{64} << 20;
  std::int64_t interval_ms = 30'000;  // ducklake.commit_interval_seconds; 0 = not by time
};

class FlushPolicy {
 public:
  explicit FlushPolicy(const FlushLimits& limits) : limits_(limits) {}

  // Counts a ledger that was just put into the batch.
  void Add(const LedgerRows& ledger, std::int64_t now_micros);
  bool Full() const;
  // Whether rows should be written now if that is possible before the batch is full.
  bool PieceFull() const { return bytes_ >= limits_.piece_bytes; }
  // The rows that were added are in files, the largest of which has so many bytes.
  void Written(std::uint64_t file_bytes);
  // Until the batch is due by time, in ms, at least 0; nothing when it has no ledgers or no
  // interval.
  std::optional<std::int64_t> DueInMs(std::int64_t now_micros) const;
  void Clear();

 private:
  FlushLimits limits_;
  std::uint32_t ledgers_ = 0;
  std::uint64_t bytes_ = 0;  // in memory
  std::uint64_t file_bytes_ = 0;
  std::uint64_t largest_table_ = 0;
  std::vector<std::uint64_t> rows_;
  std::int64_t first_micros_ = 0;
};

}  // namespace lake
