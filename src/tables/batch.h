// Rows of ledgers on their way from extraction to a sink.
//
// LedgerRows: the rows of one ledger, one RowBuffer per selected table (same order as the
// TableSet), the arena and the raw bytes their texts point into. Filled by one worker, then
// read-only. Batch: consecutive ledgers that are committed together; the rows of those that were
// written before the batch was whole may be dropped.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/arena.h"
#include "base/bytes.h"
#include "stellar/ledger_view.h"
#include "table/row_buffer.h"
#include "table/row_digest.h"
#include "tables/extractor.h"

namespace lake {

// The tables of one run, in registry order; points into the static registry.
using TableSet = std::vector<const Table*>;

// Their names, sorted: as lineage keeps them.
std::vector<std::string> TableNames(const TableSet& tables);

struct LedgerRows {
  explicit LedgerRows(const TableSet& tables);

  std::uint32_t sequence = 0;
  std::uint32_t protocol = 0;
  std::int64_t close_time = 0;  // Unix seconds
  Hash256 hash{};
  Hash256 previous_hash{};
  std::uint64_t raw_bytes = 0;
  std::uint64_t transactions = 0;
  std::uint64_t operations = 0;
  std::shared_ptr<const void> raw;  // keeps the ledger's bytes alive
  Bytes xdr;                        // these: its LedgerCloseMeta; empty when nobody keeps them
  Arena arena;
  std::vector<RowBuffer> tables;   // one per table of the TableSet
  std::vector<RowDigest> digests;  // likewise, computed by the worker

  // Rows of a table, also where they have been written and dropped.
  std::uint64_t rows(std::size_t table) const;
  std::uint64_t row_count() const;
  std::size_t memory_bytes() const;  // rows + arena + raw, for flush thresholds
  void Reset();
  // All but the rows, whose tables are none then.
  std::unique_ptr<LedgerRows> WithoutRows() const;
};

struct Batch {
  const TableSet* tables = nullptr;
  std::vector<std::unique_ptr<LedgerRows>> ledgers;  // consecutive, ascending

  std::uint32_t first() const { return ledgers.front()->sequence; }
  std::uint32_t last() const { return ledgers.back()->sequence; }
  std::uint64_t rows(std::size_t table) const;
  RowDigest digest(std::size_t table) const;
};

}  // namespace lake
