#include "serve/ledger_window.h"

#include <algorithm>
#include <utility>

#include "base/check.h"

namespace lake {

const ServedLedger* LedgerWindow::Find(std::uint32_t sequence) const {
  if (sequence < begin() || sequence >= end()) return nullptr;
  return &entries_[sequence - begin_].ledger;
}

std::uint64_t LedgerWindow::BytesFrom(std::uint32_t sequence) const {
  if (sequence >= end()) return 0;
  return appended_bytes_ - entries_[std::max(sequence, begin_) - begin_].offset;
}

std::uint32_t LedgerWindow::FirstWithin(std::uint64_t bytes) const {
  const auto first = std::partition_point(
      entries_.begin(), entries_.end(),
      [&](const Entry& entry) { return appended_bytes_ - entry.offset > bytes; });
  return begin_ + static_cast<std::uint32_t>(first - entries_.begin());
}

void LedgerWindow::Append(ServedLedger ledger) {
  CHECK(ledger.sequence == end());
  const std::uint64_t offset =
      std::exchange(appended_bytes_, appended_bytes_ + ledger.message_bytes);
  entries_.push_back({std::move(ledger), offset});
}

void LedgerWindow::Trim(std::uint64_t budget_bytes, std::uint32_t keep_from) {
  while (!entries_.empty() && begin_ < keep_from && BytesFrom(begin_) > budget_bytes) {
    entries_.pop_front();
    ++begin_;
  }
}

}  // namespace lake
