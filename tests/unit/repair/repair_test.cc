// Lakes with lost and damaged files, and rows that are not what the lineage says: what repair makes
// of them.
#include "repair/repair.h"

#include <gmock/gmock.h>

#include <functional>

#include "unit/repair/repaired_lake.h"

namespace lake::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class RepairedLake : public DamagedLake {
 protected:
  void SetUp() override {
    DamagedLake::SetUp();
    if (place_ == nullptr) return;
    Commit(1000, 1004, {kLedgersTable, kTransactionsTable});
    Commit(1005, 1009, {kLedgersTable, kTransactionsTable});
    rows_ = Rows();
  }
  std::vector<std::string> Rows() const {
    return LakeProbe(where_).Rows("FROM transactions_row_v2 ORDER BY ALL");
  }
  RepairReport RepairIt() {
    RepairReport report;
    EXPECT_THAT(RepairLake(where_, ledgers_, report), IsOk());
    return report;
  }
  void ExpectWhole() {
    const VerifyReport report = Verified(where_);
    EXPECT_THAT(report.faults, IsEmpty());
    EXPECT_GT(report.files, 5u);
    EXPECT_TRUE(Rows() == rows_);
    EXPECT_EQ(LakeProbe(where_).Cell("SELECT count(*), count(DISTINCT id) FROM _meta_lineage"),
              "4|4");
  }
  std::vector<std::string> rows_;
};

INSTANTIATE_TEST_SUITE_P(Lakes, RepairedLake, ::testing::ValuesIn(kDamagedPlaces), NameOfPlace);

TEST_P(RepairedLake, GetsAFileThatIsLostOrDamagedAgain) {
  const std::vector<std::function<void(const fs::path&)>> damages = {
      [](const fs::path& file) { fs::remove(file); },
      [](const fs::path& file) { fs::resize_file(file, fs::file_size(file) / 2); },
      [](const fs::path& file) { fs::resize_file(file, 0); },
      [](const fs::path& file) {
        FlipByte(file, static_cast<std::int64_t>(fs::file_size(file)) - 50);
      },
      [](const fs::path& file) { FlipByte(file, 6); },  // in its end
  };
  for (std::size_t i = 0; i < damages.size(); ++i) {
    SCOPED_TRACE(i);
    const fs::path file = Files().back();
    damages[i](file);
    EXPECT_THAT(Verified(where_).faults, Contains(HasSubstr(file.filename().string())));
    const RepairReport report = RepairIt();
    EXPECT_THAT(report.left, IsEmpty());
    ASSERT_EQ(report.repaired.size(), 1u);
    EXPECT_EQ(report.repaired[0].rows, 5u);
    EXPECT_EQ(report.repaired[0].files, 1u);
    EXPECT_EQ(report.ledgers, 5u);
    ExpectWhole();
    // Older snapshots see what they saw; an object without bytes is none.
    EXPECT_EQ(fs::exists(file) && fs::file_size(file) > 0, i != 0 && i != 2);
  }
}

TEST_P(RepairedLake, GetsAllFilesOfTheSameLedgersInOneCommit) {
  for (const char* table : {kLedgersTable, kTransactionsTable}) {
    for (const fs::path& file : Files(table)) fs::remove(file);
  }
  const auto snapshots = [&] {
    return LakeProbe(where_).Cell(
        "SELECT count(*) FROM ducklake_snapshots('lake') WHERE "
        "starts_with(commit_message, 'repair: ')");
  };
  const RepairReport report = RepairIt();
  EXPECT_EQ(report.repaired.size(), 2u);
  EXPECT_EQ(report.ledgers, 10u);
  ExpectWhole();
  EXPECT_EQ(snapshots(), "1");
}

TEST_P(RepairedLake, GetsFilesOfLedgersThatLieApart) {
  Begin("apart");
  for (const std::uint32_t first : {1000u, 1004u, 1008u}) {
    Commit(first, first + 1, {kTransactionsTable});
  }
  const auto files = Files();
  fs::remove(files.front());
  fs::remove(files.back());
  const RepairReport report = RepairIt();
  EXPECT_THAT(report.left, IsEmpty());
  EXPECT_EQ(report.repaired.size(), 2u);
  EXPECT_EQ(report.ledgers, 4u);
  EXPECT_THAT(Verified(where_).faults, IsEmpty());
}

TEST_P(RepairedLake, GetsRowsThatWereChangedOrDeletedAgain) {
  Execute("UPDATE transactions_row_v2 SET fee_charged = 1 WHERE ledger_sequence = 1007");
  Execute("DELETE FROM transactions_row_v2 WHERE ledger_sequence = 1001");
  const VerifyReport found = Verified(where_);
  EXPECT_EQ(found.faults.size(), 2u);
  EXPECT_THAT(found.faults[0], HasSubstr(".parquet"));
  EXPECT_THAT(RepairIt().left, IsEmpty());
  ExpectWhole();
}

TEST_P(RepairedLake, IsLeftAsItIsWhenTheSourceGivesOtherRows) {
  fs::remove(Files().back());
  const auto before = Verified(where_).faults;
  ledgers_ = LedgerChain(kTestPassphrase, 1000, 23).AddPayments(10);
  const RepairReport report = RepairIt();
  EXPECT_THAT(report.repaired, IsEmpty());
  EXPECT_THAT(report.left, ElementsAre(::testing::AllOf(
                               HasSubstr("transactions_row_v2, ledgers 1005..1009: the source "
                                         "gives"),
                               HasSubstr("nothing was written"))));
  EXPECT_EQ(Verified(where_).faults, before);
}

TEST_P(RepairedLake, IsLeftAsItIsWhenTheSourceLacksALedger) {
  fs::remove(Files().back());
  const auto before = Verified(where_).faults;
  ledgers_.pop_back();
  RepairReport report;
  const Status status = RepairLake(where_, ledgers_, report);
  EXPECT_THAT(status, IsError(Code::kNotFound));
  EXPECT_THAT(status, HasMessage("does not give ledger 1009"));
  EXPECT_EQ(Verified(where_).faults, before);
}

TEST_P(RepairedLake, CannotGetWhatItSaysOfItselfAgain) {
  fs::remove(Files("_meta_changes").front());
  const RepairReport report = RepairIt();
  EXPECT_THAT(report.repaired, IsEmpty());
  EXPECT_THAT(report.left, ElementsAre(HasSubstr("restore that file from a backup")));
}

}  // namespace
}  // namespace lake::testing
