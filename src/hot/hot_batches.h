// extra.hot_batches: one row per batch of ledgers in the hot buffer, with all that a flusher needs
// to write the very lineage that a direct ingest would have written. The row is committed together
// with the batch's rows, so what it says is there.
//
// All functions run in the caller's transaction.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "lineage/batch_rows.h"
#include "lineage/coverage.h"
#include "postgres/connection.h"
#include "table/table_spec.h"

namespace lake {

struct HotBatchRow {
  std::int64_t lo;
  std::int64_t hi;
  std::string_view batch_id;
  std::string_view network;
  std::string_view first_prev_hash;
  std::string_view last_hash;
  std::string_view source;
  std::string_view pipeline_version;
  std::string_view writer;
  Timestamp created_at;
  std::string_view row_counts;
  std::string_view digests;
  std::uint32_t protocol_first;
  std::uint32_t protocol_last;
  std::int64_t lineage_after;
  std::int64_t lineage_last;
  std::int64_t quality_after;
  std::int64_t quality_last;
};

extern const TableSpec kHotBatches;

// Its quoted path.
inline constexpr std::string_view kHotBatchesTable = "\"extra\".\"hot_batches\"";

// From the row that a lake would get; ids of the rows in _meta_lineage and _meta_quality are those
// behind `before` up to `last`.
HotBatchRow MakeHotBatchRow(const BatchRow& row, const Batch& batch, const MetaIds& before,
                            const MetaIds& last);

// All batches, ascending.
Result<std::vector<BatchRecord>> ReadHotBatches(PgConnection& connection);
// Those that overlap or touch the range.
Result<std::vector<BatchRecord>> ReadHotBatchesNear(PgConnection& connection,
                                                    const CoveredRange& range);
// Whether a batch of this id was committed.
Result<bool> HasHotBatch(PgConnection& connection, std::string_view batch_id);

}  // namespace lake
