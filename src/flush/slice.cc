#include "flush/slice.h"

#include <map>

#include "base/check.h"

namespace lake {
namespace {

// What a batch holds in memory, about: its ledgers, texts that are made of them, and rows.
std::uint64_t MemoryBytes(const HotBatch& batch) {
  std::uint64_t bytes = 2 * batch.xdr_bytes;
  for (const HotTableSum& sum : batch.sums) bytes += sum.rows * sum.table->row_size;
  return bytes;
}

}  // namespace

LedgerSpan FirstLedgers(std::span<const BatchRecord> batches, const SliceLimits& limits) {
  CHECK(!batches.empty());
  LedgerSpan span = batches.front().range.span();
  for (const BatchRecord& batch : batches.subspan(1)) {
    const LedgerSpan longer{span.first, batch.range.last};
    if (longer.count() > limits.ledgers) break;
    span = longer;
  }
  return span;
}

std::size_t SliceOf(std::span<const HotBatch> batches, const SliceLimits& limits, bool in_memory) {
  CHECK(!batches.empty());
  std::map<const TableSpec*, std::uint64_t> rows;
  std::uint64_t bytes = 0;
  std::size_t count = 0;
  for (const HotBatch& batch : batches) {
    bytes += MemoryBytes(batch);
    bool fits = batch.source == batches.front().source &&
                batch.processor_name == batches.front().processor_name &&
                !(in_memory && bytes > limits.bytes);
    for (const HotTableSum& sum : batch.sums) {
      fits = (rows[sum.table] += sum.rows) <= limits.table_rows && fits;
    }
    if (!fits && count > 0) break;
    ++count;
    if (!fits) break;
  }
  return count;
}

}  // namespace lake
