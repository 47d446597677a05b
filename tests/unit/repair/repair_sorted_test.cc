// Files of sorted tables (table/row_order.h) that are lost: what takes their place is sorted, too.
#include <gmock/gmock.h>

#include "unit/repair/repaired_lake.h"

namespace lake::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::IsEmpty;

constexpr const char* kParticipants = "participants_v1";
constexpr const char* kHashes = "transaction_index_v1";

class RepairedSortedTables : public DamagedLake {
 protected:
  // How many rows do not follow the one before them in their file.
  std::string OutOfOrder(const TableSpec& spec) const {
    return LakeProbe(where_).Cell(
        fmt::format("SELECT count(*) FROM (SELECT row({0}) AS own, lag(row({0})) OVER (PARTITION "
                    "BY filename ORDER BY file_row_number) AS before FROM {1}) WHERE before >= own",
                    fmt::join(spec.order->columns, ", "), spec.name));
  }
};

INSTANTIATE_TEST_SUITE_P(Lakes, RepairedSortedTables, ::testing::ValuesIn(kDamagedPlaces),
                         NameOfPlace);

TEST_P(RepairedSortedTables, AreSortedInTheirNewFiles) {
  const std::vector<std::string> names = {kParticipants, kHashes};
  Commit(1000, 1004, names);
  Commit(1005, 1009, names);
  const auto rows = LakeProbe(where_).Rows(fmt::format("FROM {} ORDER BY ALL", kParticipants));
  fs::remove(Files(kParticipants).front());
  fs::remove(Files(kHashes).back());
  RepairReport report;
  ASSERT_THAT(RepairLake(where_, ledgers_, report), IsOk());
  EXPECT_THAT(report.left, IsEmpty());
  EXPECT_EQ(report.repaired.size(), 2u);
  EXPECT_THAT(Verified(where_).faults, IsEmpty());
  EXPECT_TRUE(LakeProbe(where_).Rows(fmt::format("FROM {} ORDER BY ALL", kParticipants)) == rows);
  const TableSet tables = *SelectTables(names);
  for (const Table* table : tables) {
    EXPECT_EQ(OutOfOrder(*table->spec), "0") << table->spec->name;
    const LakeProbe probe(where_);
    EXPECT_EQ(probe.Cell(fmt::format("SELECT count(DISTINCT filename) FROM {}", table->spec->name)),
              "2");
  }
}

}  // namespace
}  // namespace lake::testing
