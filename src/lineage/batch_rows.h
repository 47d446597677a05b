// The rows that describe one batch in the metadata tables: lineage, quality results, the batch
// itself.
//
// Texts are kept in the BatchRows' arena, so the rows live as long as it does. One thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "base/result.h"
#include "lineage/coverage.h"
#include "lineage/era.h"
#include "tables/batch.h"
#include "tables/meta_tables.h"
#include "tables/quality_result.h"

namespace lake {

// Who writes, and from what: the same for every batch of a run.
struct Origin {
  std::string network;  // as _fence and _batches name it
  std::string source;   // without secrets
  std::string pipeline_version;
  std::string processor_name;
  std::string writer;  // host and process
  std::optional<EraPolicy> era;
};

// This process as a writer: host:pid.
std::string ThisWriter();

// The ids that the last batch used; moved on by the rows that are made.
struct MetaIds {
  std::int64_t lineage = 0;
  std::int64_t quality = 0;
  friend bool operator==(const MetaIds&, const MetaIds&) = default;
};

// The text as it may stand in a row of ours (SanitizeText), in the arena.
std::string_view KeepText(Arena& arena, std::string_view text);

struct BatchRows {
  MetaIds ids;  // that were used before; then those of the last rows
  Arena arena;
  RowBuffer lineage{sizeof(LineageRow)};
  RowBuffer quality{sizeof(QualityRow)};
  RowBuffer batch{sizeof(BatchRow)};
};

// The era of a batch, when eras are kept.
std::optional<Era> EraOf(const Batch& batch, const Origin& origin);

// What the batch covers, ready to be compared with what the lake holds.
BatchRecord RecordOf(const Batch& batch, std::string batch_id, const Origin& origin);

// The ledger_range as text when the whole batch lies in one; else nothing.
std::optional<std::string> PartitionOf(const Batch& batch);

// {"ledgers_row_v2":50,...} and {"ledgers_row_v2":"<32 hex>",...} in the order of the tables.
std::string RowCountsJson(const Batch& batch);
std::string DigestsJson(const Batch& batch);

// All rows for the batch, with ids after `out.ids`. kResourceExhausted when an id leaves its
// column.
Status MakeBatchRows(const Batch& batch, const BatchRecord& record, const Origin& origin,
                     const std::vector<QualityResult>& quality, Timestamp now, BatchRows& out);

}  // namespace lake
