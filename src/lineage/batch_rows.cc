#include "lineage/batch_rows.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include "base/hex.h"
#include "base/json_text.h"
#include "table/dataset_name.h"
#include "table/schema_hash.h"
#include "tables/range_column.h"

namespace lake {
namespace {

// Counts of a batch fit 31 bits by the bounds of a batch; more would only be shown as the most.
std::int32_t Count32(std::uint64_t count) {
  return static_cast<std::int32_t>(
      std::min<std::uint64_t>(count, std::numeric_limits<std::int32_t>::max()));
}

void AppendLineage(const Batch& batch, const Origin& origin, Timestamp now, MetaIds& ids,
                   BatchRows& out) {
  Arena& arena = out.arena;
  LineageRow row{};
  if (const auto partition = PartitionOf(batch)) row.partition = KeepText(arena, *partition);
  row.source_ledger_start = static_cast<std::int32_t>(batch.first());
  row.source_ledger_end = static_cast<std::int32_t>(batch.last());
  row.pipeline_version = KeepText(arena, origin.pipeline_version);
  row.processor_name = KeepText(arena, origin.processor_name);
  row.created_at = now;
  if (const auto era = EraOf(batch, origin)) {
    row.era_id = KeepText(arena, era->era_id);
    row.version_label = KeepText(arena, era->version_label);
  }
  for (std::size_t table = 0; table < batch.tables->size(); ++table) {
    row.id = static_cast<std::int32_t>(++ids.lineage);
    row.dataset = KeepText(arena, DatasetName(*(*batch.tables)[table]->spec));
    row.checksum = KeepText(arena, batch.digest(table).Hex());
    row.row_count = Count32(batch.rows(table));
    row.schema_hash = KeepText(arena, SchemaHash(*(*batch.tables)[table]->spec));
    out.lineage.Append(row);
  }
}

void AppendQuality(const Batch& batch, const std::vector<QualityResult>& results, Timestamp now,
                   MetaIds& ids, BatchRows& out) {
  Arena& arena = out.arena;
  QualityRow row{};
  if (const auto partition = PartitionOf(batch)) row.partition = KeepText(arena, *partition);
  row.created_at = now;
  for (const QualityResult& result : results) {
    row.id = ++ids.quality;
    row.dataset = KeepText(arena, result.dataset);
    row.check_name = KeepText(arena, result.check_name);
    row.check_type = KeepText(arena, result.check_type);
    row.passed = result.passed;
    row.details = KeepText(arena, result.details);
    row.row_count = Count32(static_cast<std::uint64_t>(result.row_count));
    row.null_anomalies = Count32(static_cast<std::uint64_t>(result.null_anomalies));
    out.quality.Append(row);
  }
}

// {"table":value,...} where `append` writes the value of table i.
template <class Append>
std::string TablesJson(const Batch& batch, Append append) {
  std::string out = "{";
  for (std::size_t table = 0; table < batch.tables->size(); ++table) {
    if (table > 0) out += ',';
    AppendJsonString(out, (*batch.tables)[table]->spec->name);
    out += ':';
    append(out, table);
  }
  return out + '}';
}

}  // namespace

std::string ThisWriter() {
  std::array<char, 256> host{};
  if (::gethostname(host.data(), host.size() - 1) != 0) host[0] = '?';
  return fmt::format("{}:{}", host.data(), ::getpid());
}

std::string_view KeepText(Arena& arena, std::string_view text) {
  const std::string_view clean = SanitizeText(arena, text);
  return clean.data() == text.data() ? arena.Copy(clean) : clean;
}

std::optional<Era> EraOf(const Batch& batch, const Origin& origin) {
  if (!origin.era) return std::nullopt;
  return EraOf(*origin.era, batch.first(), batch.ledgers.front()->protocol);
}

BatchRecord RecordOf(const Batch& batch, std::string batch_id, const Origin& origin) {
  return {.batch_id = std::move(batch_id),
          .range = {.first = batch.first(),
                    .last = batch.last(),
                    .first_previous_hash = batch.ledgers.front()->previous_hash,
                    .last_hash = batch.ledgers.back()->hash},
          .tables = TableNames(*batch.tables),
          .writer = origin.writer,
          .created_at = {}};
}

std::optional<std::string> PartitionOf(const Batch& batch) {
  const std::uint32_t start = RangeStart(batch.first());
  if (start != RangeStart(batch.last())) return std::nullopt;
  return std::to_string(start);
}

std::string RowCountsJson(const Batch& batch) {
  return TablesJson(batch, [&](std::string& out, std::size_t table) {
    out += std::to_string(batch.rows(table));
  });
}

std::string DigestsJson(const Batch& batch) {
  return TablesJson(batch, [&](std::string& out, std::size_t table) {
    AppendJsonString(out, batch.digest(table).Hex());
  });
}

Status MakeBatchRows(const Batch& batch, const BatchRecord& record, const Origin& origin,
                     const std::vector<QualityResult>& quality, Timestamp now, BatchRows& out) {
  constexpr std::uint32_t kMaxLedger = std::numeric_limits<std::int32_t>::max();
  if (batch.last() > kMaxLedger) {
    return {Code::kResourceExhausted,
            fmt::format("ledger {} does not fit _meta_lineage", batch.last())};
  }
  AppendLineage(batch, origin, now, out.ids, out);
  AppendQuality(batch, quality, now, out.ids, out);
  if (out.ids.lineage > std::numeric_limits<std::int32_t>::max()) {
    return {Code::kResourceExhausted, "_meta_lineage.id has no numbers left"};
  }
  Arena& arena = out.arena;
  out.batch.Append(BatchRow{.batch_id = KeepText(arena, record.batch_id),
                            .network = KeepText(arena, origin.network),
                            .lo = record.range.first,
                            .hi = record.range.last,
                            .first_prev_hash = HexText(arena, record.range.first_previous_hash),
                            .last_hash = HexText(arena, record.range.last_hash),
                            .source = KeepText(arena, origin.source),
                            .pipeline_version = KeepText(arena, origin.pipeline_version),
                            .created_at = now,
                            .row_counts = KeepText(arena, RowCountsJson(batch)),
                            .digests = KeepText(arena, DigestsJson(batch)),
                            .writer = KeepText(arena, origin.writer)});
  return {};
}

}  // namespace lake
