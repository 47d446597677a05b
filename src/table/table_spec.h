// What a table is: a name, its columns and how it is stored. Knows nothing of Stellar.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "table/column.h"
#include "table/row_order.h"

namespace lake {

struct TableSpec {
  std::string_view name;     // e.g. ledgers_row_v2
  std::string_view doc;      // grain, one sentence: "One row per closed ledger."
  std::string_view group;    // core, effects_trades, account_state, soroban (spec 004's), removals,
                             // extra, index, meta
  std::string_view purpose;  // row, snapshot, stream, state, index (third part of _meta_datasets)
  std::string_view subject;  // ledgers, transactions, ...
  int major_version;         // the N of _vN
  std::span<const ColumnSpec> columns;
  std::size_t row_size;                                // sizeof(Row)
  std::string_view sequence_column;                    // the column that holds the ledger sequence
  std::span<const std::string_view> primary_key;       // PostgreSQL only; DuckLake has no keys (D7)
  int fillfactor = 0;                                  // PostgreSQL, 0 = default (D5)
  std::size_t row_group_rows = 20'480;                 // rows per Parquet row group
  std::string_view partition_column = "ledger_range";  // empty: not partitioned
  const RowOrder* order = nullptr;                     // null: rows stand by ledger, as they come
};

// A table grows by columns at its end that may be NULL; the last one's `since` tells how often it
// has. A lake that was made before gets them when it is opened to be written (docs/evolution.md).
constexpr int MinorVersion(const TableSpec& spec) {
  return spec.columns.empty() ? 0 : spec.columns.back().since;
}

// The dataset name used in lineage and quality rows, e.g. core.ledgers_row_v2.
inline constexpr std::string_view kDatasetDomain = "core";

}  // namespace lake
