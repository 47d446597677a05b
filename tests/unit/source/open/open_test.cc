#include "source/open/open.h"

#include <gtest/gtest.h>

#include "support/matchers.h"
#include "support/read_ledgers.h"
#include "support/temp_folder.h"
#include "support/tiny_ledger.h"

namespace lake {
namespace {

using testing::HasMessage;
using testing::IsError;
using testing::IsOk;

class OpenSourceTest : public ::testing::Test {
 protected:
  std::string Read(const std::string& spec, LedgerRange range) {
    auto source = OpenSource(spec, {});
    if (!source.ok()) return source.error().message;
    return testing::ReadLedgers(**source, range);
  }
  testing::TempFolder folder_;
};

TEST_F(OpenSourceTest, TellsALakeFromLooseFilesByItsNames) {
  testing::WriteFlatLake(folder_, 100, 102);
  EXPECT_EQ(Read(folder_.path().string(), {101, 102}), "101 102");
  EXPECT_EQ(Read("file://" + folder_.path().string(), {101, 102}), "101 102");

  testing::TempFolder loose;
  loose.Write("one.xdr", testing::TinyLedger(7));
  EXPECT_EQ(Read(loose.path().string(), {7, 7}), "7");
  EXPECT_EQ(Read(loose.File("one.xdr"), {7, 7}), "7");
}

TEST_F(OpenSourceTest, AFileOfALakeIsAlsoAFile) {
  testing::WriteFlatLake(folder_, 100, 100);
  EXPECT_EQ(Read(folder_.File("FFFFFF9B--100.xdr.zst"), {0, std::nullopt}), "100");
}

TEST_F(OpenSourceTest, SaysWhatWouldWorkInstead) {
  EXPECT_THAT(OpenSource("", {}), IsError(Code::kInvalidArgument));
  EXPECT_THAT(OpenSource(folder_.File("missing"), {}), IsError(Code::kNotFound));
  EXPECT_THAT(OpenSource(folder_.path().string(), {}), HasMessage("no ledgers there"));
  EXPECT_THAT(OpenSource("gopher://host/lake", {}), IsError(Code::kInvalidArgument));
  EXPECT_THAT(OpenSource("gopher://host/lake", {}), HasMessage("file:///srv/lake"));
  EXPECT_THAT(OpenSource("file://host/lake", {}), HasMessage("three slashes"));
  EXPECT_THAT(OpenSource("/dev/null", {}), HasMessage("neither a regular file"));
}

TEST_F(OpenSourceTest, ADamagedLakeIsNotTakenForLooseFiles) {
  testing::WriteBatch(folder_, "FFFFFF9A--100.xdr.zst", 100, 100);
  EXPECT_THAT(OpenSource(folder_.path().string(), {}), HasMessage("contradicts itself"));
}

}  // namespace
}  // namespace lake
