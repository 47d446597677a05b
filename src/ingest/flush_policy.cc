#include "ingest/flush_policy.h"

#include <algorithm>

namespace lake {

void FlushPolicy::Add(const LedgerRows& ledger, std::int64_t now_micros) {
  if (ledgers_++ == 0) first_micros_ = now_micros;
  bytes_ += ledger.memory_bytes();
  rows_.resize(ledger.tables.size());
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    rows_[i] += ledger.tables[i].size();
    largest_table_ = std::max(largest_table_, rows_[i]);
  }
}

bool FlushPolicy::Full() const {
  return ledgers_ >= limits_.ledgers || largest_table_ >= limits_.table_rows ||
         file_bytes_ >= limits_.file_bytes || bytes_ >= limits_.bytes;
}

void FlushPolicy::Written(std::uint64_t file_bytes) {
  bytes_ = 0;
  file_bytes_ = file_bytes;
}

std::optional<std::int64_t> FlushPolicy::DueInMs(std::int64_t now_micros) const {
  if (ledgers_ == 0 || limits_.interval_ms == 0) return std::nullopt;
  return std::max<std::int64_t>(0, limits_.interval_ms - (now_micros - first_micros_) / 1000);
}

void FlushPolicy::Clear() {
  ledgers_ = 0;
  bytes_ = 0;
  file_bytes_ = 0;
  largest_table_ = 0;
  rows_.assign(rows_.size(), 0);
}

}  // namespace lake
