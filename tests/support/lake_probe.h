// Looks into a lake from outside, as a user would, for tests of what writes it.
//
// Opens the lake anew for every call, so the writer of a DuckDB-file catalog must be closed.
#pragma once

#include <string>
#include <vector>

#include "duckdb/lake.h"
#include "table/row_digest.h"

namespace lake::testing {

class LakeProbe {
 public:
  explicit LakeProbe(::lake::LakeOptions options) : options_(std::move(options)) {}

  // The rows of a query, cells joined by '|', NULL as "NULL"; an error fails the test and gives
  // none.
  std::vector<std::string> Rows(const std::string& sql) const;
  // The only cell of a query.
  std::string Cell(const std::string& sql) const;
  // The digest of a table's rows of ledgers [lo, hi].
  RowDigest Digest(const TableSpec& spec, std::uint32_t lo, std::uint32_t hi) const;
  // The Parquet files below the folder that the catalog has no row for: of data, of deletes, or of
  // what is to be deleted.
  std::vector<std::string> FilesThatNobodyNames(const std::string& folder) const;
  // Runs statements that write.
  void Execute(const std::string& sql) const;

 private:
  ::lake::LakeOptions options_;
};

}  // namespace lake::testing
