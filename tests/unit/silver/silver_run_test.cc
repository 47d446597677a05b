// Steps of silver over a lake.
#include "silver/silver_run.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "support/lake_probe.h"
#include "support/operations.h"
#include "unit/silver/silver_lake.h"

namespace lake {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::IsError;
using testing::IsOk;
using testing::LakeProbe;
using testing::LedgerSpec;
using testing::Payment;
using testing::Tx;

using SilverRunTest = testing::SilverLake;
INSTANTIATE_TEST_SUITE_P(Catalogs, SilverRunTest, ::testing::Values(CatalogKind::kDuckDb),
                         testing::CatalogName);

// One payment of so many stroops in each ledger.
std::vector<LedgerSpec> Payments(int ledgers, std::int64_t stroops) {
  std::vector<LedgerSpec> specs;
  for (int i = 0; i < ledgers; ++i) {
    specs.push_back(
        LedgerSpec().Add(Tx("alice").Op(Payment("bob", testing::NativeAsset(), stroops))));
  }
  return specs;
}

TEST_P(SilverRunTest, TakesWhatBronzeHasAndNoMore) {
  Commit(Payments(5, 7));
  EXPECT_THAT(Run(2),
              ElementsAre(LedgerSpan{1000, 1001}, LedgerSpan{1002, 1003}, LedgerSpan{1004, 1004}));
  EXPECT_THAT(Run(2), ElementsAre());
  Commit(Payments(2, 9));
  EXPECT_THAT(Run(), ElementsAre(LedgerSpan{1005, 1006}));
  const LakeProbe probe = LakeProbe(lake_).Held();
  EXPECT_EQ(probe.Cell("SELECT count(*), sum(amount)::BIGINT FROM silver.token_transfers_row_v1 "
                       "WHERE leg = 'payment'"),
            "7|53");
  EXPECT_EQ(probe.Cell("SELECT count(*), min(lo), max(hi) FROM silver._silver_segments"),
            "1|1000|1006");
  EXPECT_EQ(probe.Cell("SELECT commits FROM silver._fence"), "4");
}

TEST_P(SilverRunTest, SaysWhichTablesOfBronzeItLacks) {
  SilverRun run(SilverOptionsOf(10));
  const Status opened = run.Open();
  EXPECT_THAT(opened, IsError(Code::kNotFound));
  EXPECT_THAT(opened.error().message, HasSubstr("operations_row_v2"));
}

}  // namespace
}  // namespace lake
