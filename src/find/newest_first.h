// A set of ledgers in pieces, the newest first, each so many times as large as the one before that
// there are few of them however long the history is: who looks for the newest few places of
// something reads little where they are many, and asks a handful of times where they are none.
//
// Pure; one thread.
#pragma once

#include <cstdint>
#include <optional>

#include "stellar/ledger_set.h"

namespace lake {

// As many as there can be: all in one piece.
inline constexpr std::uint64_t kEveryLedger = std::uint64_t{1} << 32;

class NewestFirst {
 public:
  // `first_count` ledgers (at least one) in the first piece.
  NewestFirst(LedgerSet ledgers, std::uint64_t first_count)
      : left_(std::move(ledgers)), count_(first_count) {}

  // The next piece: it may hold ledgers that are not in the set, but its ends are. Nothing at the
  // end. All pieces together have every ledger of the set.
  std::optional<LedgerSpan> Next();

 private:
  LedgerSet left_;
  std::uint64_t count_;
};

}  // namespace lake
