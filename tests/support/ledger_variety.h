// What tells one real ledger from the next, drawn anew for every clone of one: clones that only
// differ in their numbers compress across ledgers as no real ledgers do.
//
// Drawn are keys of accounts, hashes, signatures, ids of balances, long amounts. What is one value
// in the original is one value in every clone, and no field changes its size, so a clone has the
// original's rows. What many ledgers share stays: assets, contracts, pools and their code, texts,
// times, round and small amounts, and one account in four.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/bytes.h"

namespace lake::testing {

class LedgerVariety {
 public:
  // `original` is a valid LedgerCloseMeta; what it holds now is what values are drawn from.
  LedgerVariety(Bytes original, std::uint64_t seed);

  // Draws the values of ledger `sequence` in its bytes, which begin and end where the original's
  // do. Hashes that must be of other bytes are no longer.
  void Draw(std::uint32_t sequence, std::span<std::uint8_t> ledger) const;

  struct Spot {
    std::uint32_t offset;
    std::uint32_t size;  // 4 and 8: a number, else bytes
    bool number;
    std::uint64_t value;  // the number, or what stands for the bytes
  };

 private:
  std::uint64_t seed_;
  std::vector<Spot> spots_;
};

}  // namespace lake::testing
