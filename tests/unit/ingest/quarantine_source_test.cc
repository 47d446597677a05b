#include "ingest/quarantine_source.h"

#include <gtest/gtest.h>

#include "sink/ducklake_sink.h"
#include "stellar/unknown_ledger.h"
#include "support/ledger_builder.h"
#include "support/matchers.h"
#include "support/read_ledgers.h"
#include "support/temp_folder.h"
#include "support/tiny_batch.h"

namespace lake {
namespace {

using testing::BuiltLedger;
using testing::IsError;
using testing::IsOk;

constexpr std::uint64_t kManyBytes = 1u << 30;

class QuarantineSourceTest : public ::testing::Test {
 protected:
  // A lake that keeps the ledgers aside, opened to be read.
  void Keep(const std::vector<BuiltLedger>& ledgers) {
    LakeOptions options;
    options.location = folder_.File("lake");
    {
      DuckLakeSinkOptions sink_options;
      sink_options.writer.lake = options;
      sink_options.tables = testing::TinyTables();
      sink_options.origin.network = "pubnet";
      DuckLakeSink sink(std::move(sink_options));
      ASSERT_THAT(sink.Open(), IsOk());
      for (const BuiltLedger& ledger : ledgers) {
        const auto header = FindProvedHeader(ledger.xdr);
        ASSERT_TRUE(header);
        ASSERT_THAT(sink.Quarantine({*header, "unknown arm 7", "chain", ledger.xdr}), IsOk());
      }
      ASSERT_THAT(sink.Close(), IsOk());
    }
    auto opened = Lake::Open(options);
    ASSERT_THAT(opened, IsOk());
    lake_ = *std::move(opened);
    auto connection = lake_->Connect();
    ASSERT_THAT(connection, IsOk());
    connection_.emplace(*std::move(connection));
  }
  Result<std::unique_ptr<QuarantineSource>> Read(LedgerRange range, std::uint64_t bytes_max) {
    return QuarantineSource::Read(*connection_, *lake_, range, bytes_max);
  }
  // 1000..1002 and 1005..1006.
  static std::vector<BuiltLedger> TwoParts() {
    testing::LedgerChain chain(testing::kTestPassphrase, 1000, 22);
    std::vector<BuiltLedger> ledgers = chain.AddPayments(3);
    chain.Skip(2);
    for (BuiltLedger& ledger : chain.AddPayments(2)) ledgers.push_back(std::move(ledger));
    return ledgers;
  }

  testing::TempFolder folder_;
  std::unique_ptr<Lake> lake_;
  std::optional<Connection> connection_;
};

TEST_F(QuarantineSourceTest, GivesWhatTheLakeKeepsByteForByte) {
  const std::vector<BuiltLedger> ledgers = TwoParts();
  Keep(ledgers);
  auto source = Read({0, std::nullopt}, kManyBytes);
  ASSERT_THAT(source, IsOk());
  const auto extent = (*source)->Extent();
  ASSERT_THAT(extent, IsOk());
  EXPECT_EQ(extent->ledgers, (LedgerSet{{1000, 1002}, {1005, 1006}}));
  ASSERT_THAT((*source)->Seek({1000, std::nullopt}), IsOk());
  for (const BuiltLedger& expected : ledgers) {
    const auto ledger = (*source)->Next();
    ASSERT_THAT(ledger, IsOk());
    ASSERT_TRUE(ledger->has_value());
    EXPECT_EQ((**ledger).sequence, expected.sequence);
    EXPECT_TRUE(std::ranges::equal((**ledger).xdr, expected.xdr));
    EXPECT_EQ((**ledger).origin, "chain");
  }
  EXPECT_EQ((*source)->Next()->has_value(), false);
}

TEST_F(QuarantineSourceTest, IsPositionedInsideAndInHoles) {
  Keep(TwoParts());
  auto source = Read({0, std::nullopt}, kManyBytes);
  ASSERT_THAT(source, IsOk());
  ASSERT_THAT((*source)->Seek({1001, 1005}), IsOk());
  EXPECT_EQ(testing::TakeLedgers(**source, 10), "1001 1002 1005");
  ASSERT_THAT((*source)->Seek({1003, 1004}), IsOk());
  EXPECT_EQ(testing::TakeLedgers(**source, 10), "");
  ASSERT_THAT((*source)->Seek({1006, std::nullopt}), IsOk());
  EXPECT_EQ(testing::TakeLedgers(**source, 10), "1006");
}

TEST_F(QuarantineSourceTest, ReadsTheRangeThatWasAskedFor) {
  Keep(TwoParts());
  const auto source = Read({1002, 1005}, kManyBytes);
  ASSERT_THAT(source, IsOk());
  ASSERT_THAT((*source)->Seek({0, std::nullopt}), IsOk());
  EXPECT_EQ(testing::TakeLedgers(**source, 10), "1002 1005");
  EXPECT_THAT(Read({1003, 1004}, kManyBytes), IsError(Code::kNotFound, "no ledgers aside"));
}

TEST_F(QuarantineSourceTest, HoldsNoMoreBytesThanAllowedButOneLedgerAtLeast) {
  const std::vector<BuiltLedger> ledgers = TwoParts();
  Keep(ledgers);
  const auto one = Read({0, std::nullopt}, 1);
  ASSERT_THAT(one, IsOk());
  ASSERT_THAT((*one)->Seek({0, std::nullopt}), IsOk());
  EXPECT_EQ(testing::TakeLedgers(**one, 10), "1000");
  const auto two = Read({0, std::nullopt}, ledgers[0].xdr.size() + ledgers[1].xdr.size());
  ASSERT_THAT(two, IsOk());
  ASSERT_THAT((*two)->Seek({0, std::nullopt}), IsOk());
  EXPECT_EQ(testing::TakeLedgers(**two, 10), "1000 1001");
}

TEST_F(QuarantineSourceTest, SaysWhenTheLakeKeepsNothing) {
  Keep({});
  EXPECT_THAT(Read({0, std::nullopt}, kManyBytes), IsError(Code::kNotFound));
}

}  // namespace
}  // namespace lake
