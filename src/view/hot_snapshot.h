// The hot buffer as it was at one moment: one transaction (REPEATABLE READ, READ ONLY) that must
// begin before the lake is read.
//
// TRUNCATE, with which a buffer begins anew after a crash, does not respect snapshots: it would
// make tables look empty. So the transaction locks hot_batches (ACCESS SHARE, as every SELECT does)
// before its snapshot is taken, which TRUNCATE then waits for; and whoever has read all rows asks
// IsWhole again. A crash itself ends the connection. Works through PgBouncer in transaction mode.
// One thread.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "hot/hot_state.h"
#include "lineage/batch_record.h"
#include "postgres/connection.h"
#include "postgres/transaction.h"
#include "table/table_spec.h"
#include "view/border.h"

namespace lake {

class HotSnapshot {
 public:
  // kNotFound, with what to do, when the database has no hot buffer.
  static Result<HotSnapshot> Begin(PgConnection connection);

  // Nothing in a buffer that nobody has written to.
  const std::optional<HotState>& state() const { return state_; }
  // What counts of it: nothing unless the epoch is whole.
  const Coverage& coverage() const { return coverage_; }

  // SELECTs these columns of the rows of those ledgers, with the types of the registry.
  static std::string RowsSql(const TableSpec& spec, std::span<const ColumnSpec> columns,
                             const LedgerSpan& ledgers);
  struct Half {
    const TableSpec* spec;
    const Border* border;
  };
  // How many rows of each table come from the hot buffer.
  Result<std::vector<std::uint64_t>> CountRows(std::span<const Half> tables);
  // How many rows that must be, by what was recorded with them; nothing where a batch is counted in
  // part.
  Result<std::optional<std::uint64_t>> RecordedRows(const TableSpec& spec);
  // For those SELECTs; inside the transaction.
  PgConnection& connection() { return *connection_; }

  // Whether the epoch is still the one that the snapshot began with.
  Result<bool> IsWhole();

 private:
  HotSnapshot(std::unique_ptr<PgConnection> connection, PgTransaction transaction)
      : connection_(std::move(connection)), transaction_(std::move(transaction)) {}
  Status Read();

  std::unique_ptr<PgConnection> connection_;
  PgTransaction transaction_;
  std::optional<HotState> state_;
  std::vector<BatchRecord> batches_;
  Coverage coverage_;
};

}  // namespace lake
