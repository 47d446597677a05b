// The ledgers that one reader of the source read last, in order and without a hole: a piece of
// history for clients that are a little behind, and what was read ahead of the first of them.
//
// Not thread-safe: the hub that owns it holds its lock.
#pragma once

#include <cstdint>
#include <deque>

#include "serve/served_ledger.h"

namespace lake {

class LedgerWindow {
 public:
  explicit LedgerWindow(std::uint32_t first) : begin_(first) {}

  // Sequences of the ledgers held: [begin, end). `end` is the next one to read.
  std::uint32_t begin() const { return begin_; }
  std::uint32_t end() const { return begin_ + static_cast<std::uint32_t>(entries_.size()); }
  // Null outside of [begin, end).
  const ServedLedger* Find(std::uint32_t sequence) const;
  // Size of the messages of [sequence, end).
  std::uint64_t BytesFrom(std::uint32_t sequence) const;
  // The first sequence from which at most `bytes` are held.
  std::uint32_t FirstWithin(std::uint64_t bytes) const;

  // Requires: ledger.sequence == end().
  void Append(ServedLedger ledger);
  // Forgets ledgers below `keep_from`, oldest first, until at most `budget_bytes` are held.
  void Trim(std::uint64_t budget_bytes, std::uint32_t keep_from);

 private:
  struct Entry {
    ServedLedger ledger;
    std::uint64_t offset;  // bytes appended before it, since the beginning of time
  };
  std::uint32_t begin_;
  std::uint64_t appended_bytes_ = 0;
  std::deque<Entry> entries_;
};

}  // namespace lake
