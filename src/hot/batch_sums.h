// What hot_batches says of the rows of its batches, table by table: what a flusher compares the
// rows with before it commits them to a lake, and after which the buffer is emptied.
//
// Runs in the caller's transaction. One thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "lineage/batch_record.h"
#include "postgres/connection.h"
#include "stellar/ledger_set.h"
#include "table/table_spec.h"

namespace lake {

struct HotTableSum {
  const TableSpec* table;  // of the registry
  std::uint64_t rows;
  std::string digest;  // RowDigest::Hex
  // Whether they were written with the columns that this version gives the table: digests are over
  // those.
  bool same_columns;
};

struct HotBatch {
  LedgerSpan span;
  Hash256 last_hash;
  std::string source;
  std::string pipeline_version;
  std::string processor_name;   // "" when the lineage of the batch does not say it
  std::uint64_t xdr_bytes = 0;  // of its ledgers, as far as the buffer keeps them
  std::vector<HotTableSum> sums;

  std::uint64_t rows() const;
};

// The batches that lie in the span, ascending. kInvalidArgument when one has a table that this
// version does not know.
Result<std::vector<HotBatch>> ReadHotBatchSums(PgConnection& connection, const LedgerSpan& span);

}  // namespace lake
