// Slices of the hot buffer's rows for the threads of DuckDB, which ask while a statement runs.
//
// All of them read in one transaction of one connection, where only one COPY can be under way. So a
// slice is read to its end before it is handed out: it is bounded, a scan may stop behind any of
// them, and any number of scans take turns. Thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <span>
#include <vector>

#include "base/result.h"
#include "duckdb/row_chunk.h"
#include "stellar/ledger_set.h"
#include "table/column_spec.h"
#include "table/table_spec.h"
#include "view/hot_snapshot.h"

namespace lake {

struct HotSlice {
  std::deque<RowChunk> chunks;  // none is empty
  std::uint64_t bytes = 0;      // of cells, as the server sent them
};

class HotReader {
 public:
  explicit HotReader(HotSnapshot snapshot) : snapshot_(std::move(snapshot)) {}

  // Those columns of the rows of those ledgers. kDataLoss for cells that their columns cannot hold.
  Result<HotSlice> Read(const TableSpec& spec, std::span<const ColumnSpec> columns,
                        const LedgerSpan& ledgers);
  // To be asked behind the last slice of a scan: kUnavailable when a new epoch has begun.
  Status CheckEpoch();

  // What ended the use of the connection: a statement that failed did so because of it.
  std::optional<Error> failure() const;

 private:
  // Nobody can go on after an error.
  Status Keep(Status status);

  mutable std::mutex mutex_;
  HotSnapshot snapshot_;
  std::optional<Error> failure_;
};

}  // namespace lake
