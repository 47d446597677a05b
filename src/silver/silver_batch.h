// The rows that silver gets from one run of bronze's ledgers: every table is evaluated into a
// temporary table of the connection, in the order of what they read; then each is written into a
// file of the lake's.
//
// One thread; lives no longer than its connection, whose temporary tables it replaces.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "lake/lake_writer.h"
#include "silver/silver_table.h"
#include "silver/state_step.h"
#include "silver/stored_table.h"
#include "stellar/ledger_set.h"

namespace lake {

// Of one stored table in a batch.
struct SilverCount {
  std::string table;
  std::int64_t rows;
  std::string digest;  // sum of the hashes of rows, 32 hex digits; not of their order
};

// Which ledgers, and between what they stand.
struct SilverPlace {
  std::string bronze;  // quoted path of bronze's schema
  LedgerSpan span;
  StatePlace state;
};

class SilverBatch {
 public:
  // The tables outlive this.
  SilverBatch(Connection& connection, SilverPlace place, std::span<const SilverTable> tables)
      : connection_(connection), place_(std::move(place)), tables_(tables) {}

  Status Evaluate();
  // Of every stored table, in order.
  Result<std::vector<SilverCount>> Count();
  // Into new files of the set; a table that has no rows by `counts` gets none.
  Status Write(LakeWriter& writer, std::span<const SilverCount> counts, FileSet& files);

 private:
  std::string Select(const SilverTable& table, const StoredTable& stored) const;
  Result<SilverCount> CountOf(const StoredTable& stored);
  Status Copy(const std::string& select, const TableStorage& storage, const std::string& path);

  Connection& connection_;
  const SilverPlace place_;
  const std::span<const SilverTable> tables_;
};

}  // namespace lake
