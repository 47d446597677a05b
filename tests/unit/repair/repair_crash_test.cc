// Kills a repair at every named step, of its own and of its commit: the lake is as damaged as it
// was, or whole, and the next repair completes it.
#include <cstdlib>

#include "lake/commit_steps.h"
#include "repair/repair_steps.h"
#include "support/crashing_child.h"
#include "unit/repair/repaired_lake.h"

namespace lake::testing {
namespace {

using ::testing::AnyOf;
using ::testing::IsEmpty;

std::vector<BuiltLedger> Ledgers() {
  return LedgerChain(kTestPassphrase, 1000, 22).AddPayments(10);
}

TEST(CrashingRepair, DISABLED_RepairsALake) {
  const char* location = std::getenv("LAKE_LOCATION");
  const char* data_path = std::getenv("LAKE_DATA_PATH");
  if (location == nullptr || data_path == nullptr) return;
  RepairReport report;
  ASSERT_THAT(RepairLake({.location = location, .data_path = data_path}, Ledgers(), report),
              IsOk());
}

int RunRepair(const LakeOptions& lake, const std::string& crash_at) {
  return RunCrashing("CrashingRepair",
                     {{"LAKE_LOCATION", lake.location}, {"LAKE_DATA_PATH", lake.data_path}},
                     crash_at);
}

using RepairKilledAtEveryStep = DamagedLake;

INSTANTIATE_TEST_SUITE_P(Lakes, RepairKilledAtEveryStep, ::testing::ValuesIn(kDamagedPlaces),
                         NameOfPlace);

TEST_P(RepairKilledAtEveryStep, LeavesALakeThatTheNextCompletes) {
#ifndef STELLARLAKE_CRASH_POINTS
  GTEST_SKIP() << "built without crash points";
#endif
  std::vector<std::string> steps(std::begin(repair_step::kAll), std::end(repair_step::kAll));
  const bool in_store = GetParam().data == DataPlace::kS3;
  if (!in_store) steps.insert(steps.end(), {commit_step::kFenced, commit_step::kCommitted});
  if (GetParam().catalog == CatalogKind::kDuckDb) {
    steps.insert(steps.end(), {commit_step::kChecked, commit_step::kDescribed, commit_step::kBegun,
                               commit_step::kTableAdded});
  }
  for (const std::string& step : steps) {
    SCOPED_TRACE(step);
    std::string name = step;
    std::ranges::replace(name, '.', '_');
    Begin(name);
    Commit(1000, 1004, {kTransactionsTable});
    Commit(1005, 1009, {kTransactionsTable});
    const auto rows = LakeProbe(where_).Rows("FROM transactions_row_v2 ORDER BY ALL");
    std::filesystem::resize_file(Files().back(), 77);
    const std::size_t faults = Verified(where_).faults.size();
    ASSERT_EQ(RunRepair(where_, step), kKilled);
    // A stand-in in a store has the size that the catalog says.
    EXPECT_THAT(Verified(where_).faults.size(), AnyOf(0u, faults, in_store ? 1u : 0u));
    ASSERT_EQ(RunRepair(where_, ""), 0);
    EXPECT_THAT(Verified(where_).faults, IsEmpty());
    EXPECT_EQ(LakeProbe(where_).Rows("FROM transactions_row_v2 ORDER BY ALL"), rows);
  }
}

}  // namespace
}  // namespace lake::testing
