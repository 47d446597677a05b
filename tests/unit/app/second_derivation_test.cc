// Application order, total order ids and participants as a program derives them that shares no
// code with this one: tests/peers/participants, over the XDR classes of Stellar's Go SDK.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "support/child.h"
#include "support/places.h"
#include "support/temp_folder.h"

namespace lake {
namespace {

using ::testing::HasSubstr;

const std::string kPeer = testing::DepsPath("participants/participants");
const std::string kSamples = testing::DataPath("ledgers/pubnet");
const std::string kTables =
    "transactions_extra_row_v1,trades_extra_row_v1,effects_row_v1,transaction_index_v1,"
    "participants_v1";

class SecondDerivation : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(kPeer)) GTEST_SKIP() << kPeer << " was not built";
    const ChildResult result =
        RunChild({testing::Program(), "extract", kSamples, "--allow-gaps", "--network", "pubnet",
                  "--src", "--format", "csv", "--tables", kTables, "--out", rows_});
    ASSERT_EQ(result.exit_status, 0) << result.err;
  }
  ChildResult Compare() { return RunChild({kPeer, kSamples, rows_}); }

  testing::TempFolder folder_;
  const std::string rows_ = folder_.File("rows");
};

TEST_F(SecondDerivation, AgreesOnTheSampleLedgers) {
  const ChildResult result = Compare();
  EXPECT_EQ(result.exit_status, 0) << result.out << result.err;
  EXPECT_THAT(result.out, HasSubstr("7 ledgers\n"));
}

TEST_F(SecondDerivation, SeesARowThatIsMissing) {
  const std::string name = rows_ + "/participants_v1.csv";
  std::string text = testing::ReadFile(name);
  text.erase(text.rfind('\n', text.size() - 2) + 1);
  std::ofstream(name) << text;
  const ChildResult result = Compare();
  EXPECT_EQ(result.exit_status, 1) << result.out << result.err;
  EXPECT_THAT(result.err, HasSubstr("only theirs"));
}

}  // namespace
}  // namespace lake
