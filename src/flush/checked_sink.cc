#include "flush/checked_sink.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/crash_point.h"
#include "flush/flush_steps.h"
#include "table/schema_hash.h"

namespace lake {
namespace {

// Of the ledgers of the record, which the batch has.
RowDigest DigestOf(const Batch& batch, const LedgerSpan& span, std::size_t table) {
  RowDigest digest;
  for (std::uint64_t at = span.first; at <= span.last; ++at) {
    digest.Add(batch.ledgers[at - batch.first()]->digests[table]);
  }
  return digest;
}

std::string OfVersions(const HotBatch& recorded, std::string_view pipeline_version) {
  if (recorded.pipeline_version == pipeline_version) return "";
  return fmt::format(" (version {} wrote them, and this is {}: flush with the one that wrote them)",
                     recorded.pipeline_version, pipeline_version);
}

}  // namespace

RecordComparison::RecordComparison(const Batch& batch, std::string_view pipeline_version)
    : batch_(batch), pipeline_version_(pipeline_version) {
  for (const Table* table : *batch.tables) hashes_.push_back(SchemaHash(*table->spec));
}

bool RecordComparison::HasAllColumns(std::size_t table, const TableSpec& whole) const {
  return (*batch_.tables)[table]->spec->columns.size() == whole.columns.size() &&
         hashes_[table] == SchemaHash(whole);
}

Status RecordComparison::Compare(const HotBatch& recorded) {
  all_columns_.resize(hashes_.size());
  for (std::size_t i = 0; i < batch_.tables->size(); ++i) {
    const TableSpec& spec = *(*batch_.tables)[i]->spec;
    const auto sum = std::ranges::find_if(
        recorded.sums, [&](const HotTableSum& of) { return of.table->name == spec.name; });
    if (sum == recorded.sums.end()) continue;
    if (!all_columns_[i]) all_columns_[i] = HasAllColumns(i, *sum->table);
    const bool same_columns = sum->same_columns && *all_columns_[i];
    if (!same_columns && recorded.pipeline_version != pipeline_version_) continue;
    const RowDigest digest = DigestOf(batch_, recorded.span, i);
    if (digest.rows == sum->rows && (!same_columns || digest.Hex() == sum->digest)) continue;
    return {
        Code::kDataLoss,
        fmt::format("{}: ledgers {}-{} of the hot buffer give {} rows with digest {}, where its "
                    "ingester wrote {} with {}{}; nothing was flushed",
                    spec.name, recorded.span.first, recorded.span.last, digest.rows, digest.Hex(),
                    sum->rows, sum->digest, OfVersions(recorded, pipeline_version_))};
  }
  return {};
}

Status CheckedSink::Compare(const Batch& batch) const {
  const LedgerSpan span{batch.first(), batch.last()};
  const std::vector<std::string> names = TableNames(*batch.tables);
  RecordComparison comparison(batch, pipeline_version_);
  for (const HotBatch& recorded : recorded_) {
    if (!span.Overlaps(recorded.span)) continue;
    const bool whole = span.Contains(recorded.span.first) && span.Contains(recorded.span.last);
    if (whole) {
      TRY(comparison.Compare(recorded));
      continue;
    }
    // What the lake holds of it already cannot be compared any more.
    const LedgerSet rest = LedgerSet{recorded.span}.Minus(LedgerSet{span});
    if (rest.Minus(lake_.durable().HeldByAll(names)).empty()) continue;
    return {Code::kCancelled, fmt::format("stopped inside of ledgers {}-{}, of which nothing was "
                                          "written",
                                          recorded.span.first, recorded.span.last)};
  }
  return {};
}

Result<CommitReport> CheckedSink::Commit(const Batch& batch,
                                         const std::vector<QualityResult>& quality) {
  if (Status same = Compare(batch); !same.ok()) {
    lake_.Forget();
    return same;
  }
  CRASH_POINT(flush_step::kChecked);
  auto committed = lake_.Commit(batch, quality);
  lake_failed_ = !committed.ok();
  return committed;
}

Result<std::optional<TakenRows>> CheckedSink::Take(const Batch& batch, std::size_t first) {
  auto taken = lake_.Take(batch, first);
  lake_failed_ = !taken.ok();
  return taken;
}

}  // namespace lake
