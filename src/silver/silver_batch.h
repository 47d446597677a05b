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
#include <vector>

#include "base/result.h"
#include "lake/lake_writer.h"
#include "silver/silver_table.h"
#include "stellar/ledger_set.h"

namespace lake {

// Of one stored table in a batch.
struct SilverCount {
  std::string table;
  std::int64_t rows;
  std::string digest;  // sum of the hashes of rows, 32 hex digits; not of their order
};

class SilverBatch {
 public:
  // `bronze` is the quoted path of bronze's schema; the tables outlive this.
  SilverBatch(Connection& connection, std::string bronze, std::span<const SilverTable> tables,
              const LedgerSpan& span)
      : connection_(connection), bronze_(std::move(bronze)), tables_(tables), span_(span) {}

  Status Evaluate();
  // Into new files of the set; a table without rows gets none.
  Status Write(LakeWriter& writer, FileSet& files);
  // Of every stored table, in order.
  Result<std::vector<SilverCount>> Count();

 private:
  std::string Select(const SilverTable& table, const struct StoredTable& stored) const;
  Result<bool> Copy(const std::string& select, const TableStorage& storage,
                    const std::string& path);

  Connection& connection_;
  const std::string bronze_;
  const std::span<const SilverTable> tables_;
  const LedgerSpan span_;
};

}  // namespace lake
