// What the walk shows and digests, whatever columns a run keeps.
#include "tables/extract.h"

#include <gtest/gtest.h>

#include "support/sample_ledgers.h"
#include "tables/all.h"
#include "tables/selection.h"

namespace lake::testing {
namespace {

constexpr std::uint32_t kSample = 53312000;

class CountRows : public RowWatcher {
 public:
  explicit CountRows(const TableSet& tables) : rows(tables.size()) {}
  void OnRows(std::size_t table, std::uint32_t ledger, RowBlock& block) override {
    rows[table] += block.size();
    columns = block.columns().size();
    EXPECT_EQ(ledger, kSample);
  }
  std::vector<std::size_t> rows;
  std::size_t columns = 0;  // of the last block
};

struct Extracted {
  explicit Extracted(const TableSet& tables)
      : xdr(SampleLedger(kSample)), rows(tables), seen(tables) {
    LedgerExtractor extractor(tables, Sha256(AsBytes(kPublicPassphrase)), VerifyLevel::kStrict);
    const Status status = extractor.Extract(xdr, nullptr, Timestamp{0}, rows, &seen);
    EXPECT_TRUE(status.ok());
  }
  std::vector<std::uint8_t> xdr;
  LedgerRows rows;
  CountRows seen;
};

TEST(LedgerExtractor, ShowsEveryRowToItsWatcher) {
  const TableSet tables = SelectTables({}).value();
  const Extracted ledger(tables);
  for (std::size_t i = 0; i < tables.size(); ++i) {
    EXPECT_EQ(ledger.seen.rows[i], ledger.rows.tables[i].size()) << tables[i]->spec->name;
    EXPECT_EQ(ledger.rows.digests[i].rows, ledger.rows.tables[i].size()) << tables[i]->spec->name;
  }
}

// Of bytes that are gone: nobody decodes them again.
TEST(LedgerExtractor, TakesTheViewOfALedgerThatWasProved) {
  const TableSet tables = SelectTables({}).value();
  const Extracted decoded(tables);
  const Hash256 network = Sha256(AsBytes(kPublicPassphrase));
  ProvedLedger proved{.view = {}, .network_id = network, .level = VerifyLevel::kStrict};
  ASSERT_TRUE(proved.view.Decode(decoded.xdr, network).ok());
  LedgerExtractor extractor(tables, network, VerifyLevel::kStrict);
  LedgerRows rows(tables);
  ASSERT_TRUE(extractor.ExtractProved(proved, nullptr, Timestamp{0}, rows).ok());
  EXPECT_EQ(rows.digests, decoded.rows.digests);
  EXPECT_EQ(rows.raw_bytes, decoded.rows.raw_bytes);
  EXPECT_EQ(proved.view.version(), LedgerView().version());
  EXPECT_TRUE(proved.view.transactions().empty());
}

TEST(LedgerExtractor, ProvesAgainWhatWasProvedLess) {
  const TableSet tables = SelectTables({}).value();
  const Hash256 network = Sha256(AsBytes(kPublicPassphrase));
  std::vector<std::uint8_t> xdr = SampleLedger(kSample);
  ProvedLedger proved{.view = {}, .network_id = network, .level = VerifyLevel::kHeader};
  ASSERT_TRUE(proved.view.Decode(xdr, network).ok());
  // The close time in the header: only a hash tells.
  const Bytes header = proved.view.header_xdr();
  xdr[static_cast<std::size_t>(header.data() - xdr.data()) + 4 + 32 + 32 + 7] ^= 1;
  LedgerExtractor extractor(tables, network, VerifyLevel::kStrict);
  LedgerRows rows(tables);
  const Status status = extractor.ExtractProved(proved, nullptr, Timestamp{0}, rows);
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().code, Code::kDataLoss);
}

TEST(LedgerExtractor, ShowsAllColumnsAndDigestsThoseThatAreKept) {
  const auto narrow =
      SelectedTables::Make(
          {.tables = {"trades_row_v1"}, .exclude = {"price"}, .columns = {}, .names = {}})
          .value();
  const TableSpec& kept = *narrow->set()[0]->spec;
  const TableSpec& whole = WholeSpec(kept);
  ASSERT_LT(kept.columns.size(), whole.columns.size());
  const Extracted ledger(narrow->set());
  EXPECT_EQ(ledger.seen.columns, whole.columns.size());
  const RowBuffer& rows = ledger.rows.tables[0];
  EXPECT_EQ(ledger.rows.digests[0], BufferDigester(kept).Digest(rows));
  EXPECT_NE(ledger.rows.digests[0], BufferDigester(whole).Digest(rows));
}

}  // namespace
}  // namespace lake::testing
