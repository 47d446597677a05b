// Rows of every table from the sample ledgers and the coverage ledgers, kept in tests/golden/tables
// for the review to read: per ledger how many rows there are and the digest of all, then the first
// few of them.
#include "support/golden.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <deque>
#include <string>

#include "base/hex.h"
#include "sink/text_rows.h"
#include "support/coverage_ledgers.h"
#include "support/sample_ledgers.h"
#include "tables/all.h"
#include "tables/extract.h"

namespace lake::testing {
namespace {

constexpr std::size_t kRowsPerLedger = 12;
constexpr std::size_t kLongText = 200;   // longer ones are shortened to
constexpr std::size_t kShownStart = 60;  // their start and their hash
constexpr Timestamp kIngestedAt = TimestampFromSeconds(1'700'000'000);

// Long texts become their first characters and the hash of the whole.
void ShortenTexts(RowBlock& block, std::deque<std::string>& texts) {
  for (ColumnBlock& column : block.columns()) {
    if (column.column().type != ColumnType::kText) continue;
    auto* values = static_cast<std::string_view*>(column.vector().values);
    for (std::size_t i = 0; i < column.size(); ++i) {
      if (column.IsNull(i) || values[i].size() <= kLongText) continue;
      values[i] = texts.emplace_back(fmt::format("{}\u2026{}", values[i].substr(0, kShownStart),
                                                 Hex(Sha256(AsBytes(values[i])))));
    }
  }
}

void AppendRows(std::string& out, const TableSpec& spec, const RowBuffer& rows) {
  RowBlock block(spec.columns, kRowsPerLedger);
  block.Read(rows, 0, std::min(rows.size(), kRowsPerLedger));
  std::deque<std::string> texts;
  ShortenTexts(block, texts);
  for (std::size_t i = 0; i < block.size(); ++i) {
    AppendJsonRow(out, std::as_const(block).columns(), i, "");
  }
}

class GoldenRows : public ::testing::Test {
 protected:
  void Add(Bytes ledger_close_meta, const Hash256& network_id) {
    LedgerExtractor extractor(tables_, network_id, VerifyLevel::kStrict);
    LedgerRows rows(tables_);
    const Status status = extractor.Extract(ledger_close_meta, nullptr, kIngestedAt, rows);
    ASSERT_TRUE(status.ok()) << status.error().message;
    for (std::size_t i = 0; i < tables_.size(); ++i) {
      fmt::format_to(std::back_inserter(texts_[i]),
                     "{{\"ledger\":{},\"rows\":{},\"digest\":\"{}\"}}\n", rows.sequence,
                     rows.tables[i].size(), rows.digests[i].Hex());
      AppendRows(texts_[i], *tables_[i]->spec, rows.tables[i]);
    }
  }
  void ExpectAll() const {
    for (std::size_t i = 0; i < tables_.size(); ++i) {
      ExpectGolden(fmt::format("tests/golden/tables/{}.jsonl", tables_[i]->spec->name), texts_[i]);
    }
  }

 private:
  const TableSet tables_{AllTables().begin(), AllTables().end()};
  std::vector<std::string> texts_ = std::vector<std::string>(tables_.size());
};

TEST_F(GoldenRows, AreThoseOfTheSampleLedgersAndOfTheMadeOnes) {
  for (const std::uint32_t sequence : kSampleLedgers) {
    Add(SampleLedger(sequence), Sha256(AsBytes(kPublicPassphrase)));
  }
  for (const CoverageLedger& made : MakeCoverageLedgers()) Add(made.ledger.xdr, made.network_id);
  ExpectAll();
}

}  // namespace
}  // namespace lake::testing
