#include "source/archive/computed_index.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace lake {
namespace {

constexpr std::uint64_t kLedgerMax = std::numeric_limits<std::uint32_t>::max();

}  // namespace

ComputedIndex::ComputedIndex(std::shared_ptr<ObjectStore> store, ArchiveSchema schema)
    : store_(std::move(store)), schema_(schema) {}

Result<bool> ComputedIndex::Exists(std::uint32_t ledger, std::stop_token stop) {
  const std::string_view other = compression_ == "zst" ? "zstd" : "zst";
  for (const std::string_view compression : {compression_, other}) {
    const auto size = store_->Size(schema_.KeyOf(ledger, compression), stop);
    if (size.ok()) {
      compression_ = compression;
      const std::uint32_t last = schema_.BatchOf(ledger, compression).last;
      newest_ = std::max(newest_.value_or(0), last);
      return true;
    }
    if (size.error().code != Code::kNotFound) return size.status();
    if (newest_) return false;  // the ending is known
  }
  return false;
}

Result<std::vector<ArchiveObject>> ComputedIndex::Find(std::uint32_t first, std::uint32_t last,
                                                       std::stop_token stop) {
  std::vector<ArchiveObject> found;
  if (!newest_ || *newest_ < last) {
    TRY_ASSIGN(const bool whole, Exists(last, stop));
    if (!whole) {
      TRY_ASSIGN(const auto newest, Newest(first, stop));
      if (!newest) return found;
    }
  }
  const std::uint64_t end = std::min(*newest_, last);
  for (std::uint64_t ledger = first; ledger <= end;) {
    const auto at = static_cast<std::uint32_t>(ledger);
    const BatchName batch = schema_.BatchOf(at, compression_);
    const std::uint32_t held =
        batch.last >= kFirstLedger ? std::max(batch.first, kFirstLedger) : batch.first;
    found.push_back({schema_.KeyOf(at, compression_), held, batch.last, 0});
    ledger = std::uint64_t{batch.last} + 1;
  }
  return found;
}

Result<std::optional<std::uint32_t>> ComputedIndex::Newest(std::uint32_t from,
                                                           std::stop_token stop) {
  // Steps that double from the newest known batch, then halves between the last hit and the miss.
  std::uint64_t there = from;
  if (newest_ && *newest_ >= from) {
    there = *newest_;
  } else {
    TRY_ASSIGN(const bool exists, Exists(from, stop));
    if (!exists) return std::optional<std::uint32_t>();
  }
  const std::uint64_t batch = schema_.ledgers_per_batch;
  std::uint64_t missing = kLedgerMax + 1;
  for (std::uint64_t step = batch; missing - there > batch; step *= 2) {
    const bool found_end = missing <= kLedgerMax;
    const std::uint64_t probe = found_end ? there + std::max(batch, (missing - there) / 2)
                                          : std::min(there + step, kLedgerMax);
    TRY_ASSIGN(const bool exists, Exists(static_cast<std::uint32_t>(probe), stop));
    (exists ? there : missing) = probe;
  }
  return newest_;
}

Result<SourceExtent> ComputedIndex::Extent(std::stop_token stop) {
  SourceExtent extent;
  extent.exact = false;
  TRY_ASSIGN(const auto newest, Newest(kFirstLedger, stop));
  if (!newest) return extent;
  extent.ledgers.Add(kFirstLedger, *newest);
  extent.objects = *newest / schema_.ledgers_per_batch + 1;
  return extent;
}

}  // namespace lake
