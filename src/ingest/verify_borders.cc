#include "ingest/verify_borders.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>

#include "base/hex.h"

namespace lake {
namespace {

// Of each table, the batch that reaches farthest so far.
using Farthest = std::map<std::string, const BatchRecord*, std::less<>>;

void VerifyOnce(const std::vector<BatchRecord>& batches, VerifyReport& report) {
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

// What a batch knows of the hash of a ledger: of its last one, or of the one before its first.
struct Known {
  std::uint32_t sequence;
  const BatchRecord* batch;
  bool as_last;
  const Hash256& hash() const {
    return as_last ? batch->range.last_hash : batch->range.first_previous_hash;
  }
};

void Compare(const Known& a, const Known& b, VerifyReport& report) {
  if (a.hash() == b.hash()) return;
  if (a.as_last != b.as_last) {
    const Known& ending = a.as_last ? a : b;
    const Known& next = a.as_last ? b : a;
    return report.AddFault(fmt::format("ledger {} does not chain with ledger {}: {} and {}",
                                       next.batch->range.first, ending.sequence, Hex(next.hash()),
                                       Hex(ending.hash())));
  }
  report.AddFault(
      fmt::format("ledgers {}..{} and {}..{} do not agree on the hash of ledger {}: {} "
                  "and {}",
                  a.batch->range.first, a.batch->range.last, b.batch->range.first,
                  b.batch->range.last, a.sequence, Hex(a.hash()), Hex(b.hash())));
}

void VerifyHashes(const std::vector<BatchRecord>& batches, VerifyReport& report) {
  std::vector<Known> known;
  for (const BatchRecord& batch : batches) {
    known.push_back({batch.range.last, &batch, true});
    if (batch.range.first > 0) known.push_back({batch.range.first - 1, &batch, false});
  }
  std::ranges::stable_sort(known, {}, &Known::sequence);
  for (std::size_t i = 1; i < known.size(); ++i) {
    if (known[i].sequence == known[i - 1].sequence) Compare(known[i - 1], known[i], report);
  }
}

}  // namespace

void VerifyBorders(const std::vector<BatchRecord>& batches, VerifyReport& report) {
  VerifyOnce(batches, report);
  VerifyHashes(batches, report);
}

std::vector<CoveredRange> LedgersOf(const std::vector<BatchRecord>& batches, LedgerRange range) {
  std::vector<CoveredRange> ledgers;
  const std::uint32_t end = range.last.value_or(std::numeric_limits<std::uint32_t>::max());
  for (const BatchRecord& batch : batches) {
    const std::uint32_t first = std::max(batch.range.first, range.first);
    const std::uint32_t last = std::min(batch.range.last, end);
    if (first > last) continue;
    if (ledgers.empty() || std::uint64_t{ledgers.back().last} + 1 < first) {
      ledgers.push_back({first, last, {}, {}});
    } else {
      ledgers.back().last = std::max(ledgers.back().last, last);
    }
  }
  return ledgers;
}

}  // namespace lake
