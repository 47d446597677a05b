#include "verify/borders.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/hex.h"

namespace lake {
namespace {

// Of each table, the batch that reaches farthest so far.
using Farthest = std::map<std::string, const BatchRecord*, std::less<>>;

void CheckOnce(const std::vector<BatchRecord>& batches, VerifyReport& report) {
  Farthest farthest;
  for (const BatchRecord& batch : batches) {
    for (const std::string& table : batch.tables) {
      const BatchRecord*& before = farthest[table];
      if (before != nullptr && before->range.last >= batch.range.first) {
        report.AddFault(fmt::format("ledgers {}..{} and {}..{} were committed twice",
                                    before->range.first, before->range.last, batch.range.first,
                                    batch.range.last));
      }
      if (before == nullptr || before->range.last < batch.range.last) before = &batch;
    }
  }
}

// What a batch knows of the hash of a ledger.
struct Known {
  std::uint32_t sequence;
  const BatchRecord* batch;
  const Hash256* hash;
  bool as_last() const { return hash == &batch->range.last_hash; }
};

void Compare(const Known& a, const Known& b, VerifyReport& report) {
  if (*a.hash == *b.hash) return;
  if (a.as_last() != b.as_last()) {
    const Known& ending = a.as_last() ? a : b;
    const Known& next = a.as_last() ? b : a;
    return report.AddFault(fmt::format("ledger {} does not chain with ledger {}: {} and {}",
                                       next.batch->range.first, ending.sequence, Hex(*next.hash),
                                       Hex(*ending.hash)));
  }
  report.AddFault(
      fmt::format("ledgers {}..{} and {}..{} do not agree on the hash of ledger {}: {} "
                  "and {}",
                  a.batch->range.first, a.batch->range.last, b.batch->range.first,
                  b.batch->range.last, a.sequence, Hex(*a.hash), Hex(*b.hash)));
}

void CheckHashes(const std::vector<BatchRecord>& batches, VerifyReport& report) {
  std::vector<Known> known;
  for (const BatchRecord& batch : batches) {
    for (const auto& [sequence, hash] : KnownHashes(batch.range)) {
      known.push_back({sequence, &batch, hash});
    }
  }
  std::ranges::stable_sort(known, {}, &Known::sequence);
  for (std::size_t i = 1; i < known.size(); ++i) {
    if (known[i].sequence == known[i - 1].sequence) Compare(known[i - 1], known[i], report);
  }
}

}  // namespace

void CheckBorders(const std::vector<BatchRecord>& batches, VerifyReport& report) {
  CheckOnce(batches, report);
  CheckHashes(batches, report);
}

}  // namespace lake
