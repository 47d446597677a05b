// What a silver lake says of itself, in tables of its own schema: which batches it has taken, and
// which segments they make (contract/silver.yaml, `meta`). Its fence is bronze's kind of fence
// (lake/fence.h), in silver's schema: so commits of silver and of bronze never refuse each other.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "duckdb/lake.h"
#include "silver/silver_plan.h"
#include "table/column.h"
#include "table/table_spec.h"

namespace lake {

struct SilverBatchRow {
  std::string_view batch_id;
  std::string_view network;
  std::string_view kind;
  std::int64_t lo;
  std::int64_t hi;
  std::int64_t bronze_epoch;
  std::string_view row_counts;
  std::string_view digests;
  std::string_view pipeline_version;
  std::string_view writer;
  Timestamp created_at;
};

struct SilverSegmentRow {
  std::int64_t segment_id;
  std::string_view network;
  std::int64_t lo;
  std::int64_t hi;
  std::int64_t root;
};

extern const TableSpec kSilverBatches;
extern const TableSpec kSilverSegments;

// Both in the caller's transaction, of the silver schema of this quoted path.
Result<std::vector<SilverSegment>> ReadSegments(Connection& connection, std::string_view schema);
// How many files each of the lake's tables has; those that have none are not in it.
using FileCounts = std::map<std::string, std::int64_t, std::less<>>;
Result<FileCounts> ReadTableFiles(Connection& connection, const Lake& lake);
// What batches of ledgers (append, rebuild) have taken.
Result<LedgerSet> ReadTaken(Connection& connection, std::string_view schema);

}  // namespace lake
