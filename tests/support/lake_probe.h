// Looks into a lake from outside, as a user would, for tests of what writes it.
//
// Opens the lake anew for every call, so the writer of a DuckDB-file catalog must be closed.
// Opening costs far more than a question: who asks several in a row uses Held.
//
//   const LakeProbe probe = LakeProbe({.location = folder}).Held();
//   EXPECT_EQ(probe.Cell("SELECT count(*) FROM _batches"), "3");
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "duckdb/lake.h"
#include "table/row_digest.h"

namespace lake::testing {

class LakeProbe {
 public:
  explicit LakeProbe(::lake::LakeOptions options);
  ~LakeProbe();
  LakeProbe(LakeProbe&&) noexcept;
  // A probe of the same lake that stays open from its first question to its end: nobody writes to a
  // catalog in a DuckDB file meanwhile.
  LakeProbe Held() const;

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
  struct Opened;
  // The lake, open to be read; void after a failure, which has failed the test.
  std::shared_ptr<Opened> Reach() const;

  ::lake::LakeOptions options_;
  bool holds_ = false;
  mutable std::shared_ptr<Opened> held_;
};

}  // namespace lake::testing
