// No column of any table is left out of the tests: each is, in at least one row of the sample
// ledgers or of ledgers made for the purpose, neither NULL nor its type's default.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>
#include <map>
#include <set>
#include <string>

#include "support/coverage_ledgers.h"
#include "support/sample_ledgers.h"
#include "tables/all.h"
#include "tables/extract.h"

namespace lake::testing {
namespace {

using ColumnNames = std::set<std::string_view>;

bool IsDefault(const ColumnBlock& column, std::size_t i) {
  switch (column.column().type) {
    case ColumnType::kBool:
      return !column.Bool(i);
    case ColumnType::kText:
      return column.Text(i).empty();
    default:
      return column.Integer(i) == 0;
  }
}

// The columns that no row has had a value in so far.
class ColumnCoverage {
 public:
  ColumnCoverage() : tables_(AllTables().begin(), AllTables().end()), missing_(tables_.size()) {
    for (std::size_t i = 0; i < tables_.size(); ++i) {
      for (const ColumnSpec& column : tables_[i]->spec->columns) missing_[i].insert(column.name);
    }
  }

  void Add(Bytes ledger_close_meta, const Hash256& network_id) {
    LedgerExtractor extractor(tables_, network_id, VerifyLevel::kStrict);
    LedgerRows rows(tables_);
    const Status status =
        extractor.Extract(ledger_close_meta, nullptr, TimestampFromSeconds(1), rows);
    ASSERT_TRUE(status.ok()) << status.error().message;
    for (std::size_t i = 0; i < tables_.size(); ++i) {
      RowBlock block(tables_[i]->spec->columns);
      const Status read = ForEachBlock(block, rows.tables[i], [this, i](const RowBlock& filled) {
        for (const ColumnBlock& column : filled.columns()) Cross(column, missing_[i]);
        return Status();
      });
      ASSERT_TRUE(read.ok());
    }
  }

  std::string Describe() const {
    std::string text;
    for (std::size_t i = 0; i < tables_.size(); ++i) {
      for (std::string_view column : missing_[i]) {
        fmt::format_to(std::back_inserter(text), "{}.{}\n", tables_[i]->spec->name, column);
      }
    }
    return text;
  }

 private:
  static void Cross(const ColumnBlock& column, ColumnNames& missing) {
    for (std::size_t i = 0; i < column.size(); ++i) {
      if (!column.IsNull(i) && !IsDefault(column, i)) {
        missing.erase(column.column().name);
        return;
      }
    }
  }

  TableSet tables_;
  std::vector<ColumnNames> missing_;  // by table
};

TEST(ColumnCoverage, EveryColumnHasAValueSomewhere) {
  ColumnCoverage coverage;
  for (const std::uint32_t sequence : kSampleLedgers) {
    coverage.Add(SampleLedger(sequence), Sha256(AsBytes(kPublicPassphrase)));
  }
  for (const CoverageLedger& made : MakeCoverageLedgers()) {
    coverage.Add(made.ledger.xdr, made.network_id);
  }
  EXPECT_EQ(coverage.Describe(), "");
}

}  // namespace
}  // namespace lake::testing
