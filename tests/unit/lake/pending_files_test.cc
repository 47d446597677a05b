#include "lake/pending_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "base/clock.h"
#include "support/matchers.h"
#include "support/temp_folder.h"

namespace lake {
namespace {

namespace fs = std::filesystem;

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::IsOk;

class PendingFilesTest : public ::testing::Test {
 protected:
  std::vector<std::string> Left(std::string_view host = "here", std::int64_t later_seconds = 0) {
    auto lists =
        FindLeftFiles(connection_, {.data_path = data_,
                                    .host = host,
                                    .now_micros = SystemClock().Now() + later_seconds * 1'000'000,
                                    .grace_ms = 24 * 3600 * 1000});
    EXPECT_THAT(lists, IsOk());
    std::vector<std::string> out;
    for (const LeftFiles& left : *lists) {
      out.insert(out.end(), left.paths.begin(), left.paths.end());
    }
    return out;
  }

  testing::TempFolder folder_;
  Connection connection_ = *Connection::Open(*Database::Open({}));
  const std::string data_ = folder_.path().string() + "/data/";
};

TEST_F(PendingFilesTest, AreLeftOnlyByAWriterThatIsGone) {
  auto pending = PendingFiles::Open(data_, "here", "a writer");
  ASSERT_THAT(pending, IsOk());
  const std::vector<std::string> paths{data_ + "t/one.parquet", data_ + "t/two\nlines.parquet"};
  ASSERT_THAT((*pending)->Add(connection_, paths), IsOk());
  EXPECT_THAT(Left(), IsEmpty());  // it lives
  pending->reset();
  EXPECT_THAT(Left(), ElementsAre(paths[0], paths[1]));
}

TEST_F(PendingFilesTest, OfAnotherHostAreLeftAfterTheGrace) {
  auto pending = PendingFiles::Open(data_, "there/of:all", "a writer");
  ASSERT_THAT(pending, IsOk());
  ASSERT_THAT((*pending)->Add(connection_, std::vector<std::string>{data_ + "t/one.parquet"}),
              IsOk());
  pending->reset();
  EXPECT_THAT(Left(), IsEmpty());
  EXPECT_THAT(Left("here", 23 * 3600), IsEmpty());
  EXPECT_THAT(Left("here", 25 * 3600), ElementsAre(data_ + "t/one.parquet"));
  EXPECT_THAT(Left("there/of:all"), ElementsAre(data_ + "t/one.parquet"));
}

TEST_F(PendingFilesTest, AreNoneOnceTheirOutcomeIsKnown) {
  auto pending = PendingFiles::Open(data_, "here", "a writer");
  ASSERT_THAT(pending, IsOk());
  ASSERT_THAT((*pending)->Add(connection_, std::vector<std::string>{data_ + "t/one.parquet"}),
              IsOk());
  ASSERT_THAT((*pending)->Clear(), IsOk());
  pending->reset();
  EXPECT_THAT(Left(), IsEmpty());
  EXPECT_TRUE(fs::is_empty(data_ + ".stellarlake-pending"));
}

TEST_F(PendingFilesTest, NeverLeadOutOfTheDataFolder) {
  auto pending = PendingFiles::Open(data_, "here", "a writer");
  ASSERT_THAT(pending, IsOk());
  const std::string inside = data_ + "t/one.parquet";
  ASSERT_THAT((*pending)->Add(connection_,
                              std::vector<std::string>{data_ + "../other.parquet", "/etc/passwd",
                                                       data_ + "catalog.ducklake", inside}),
              IsOk());
  pending->reset();
  EXPECT_THAT(Left(), ElementsAre(inside));
}

TEST_F(PendingFilesTest, OfALineThatWasNotWrittenWholeAreNotThere) {
  auto pending = PendingFiles::Open(data_, "here", "a writer");
  ASSERT_THAT(pending, IsOk());
  ASSERT_THAT((*pending)->Add(connection_, std::vector<std::string>{data_ + "t/one.parquet"}),
              IsOk());
  pending->reset();
  for (const auto& list : fs::directory_iterator(data_ + ".stellarlake-pending")) {
    fs::resize_file(list.path(), fs::file_size(list.path()) - 1);
  }
  EXPECT_THAT(Left(), IsEmpty());
}

TEST_F(PendingFilesTest, OfTwoWritersDoNotMeet) {
  auto one = PendingFiles::Open(data_, "here", "one");
  auto two = PendingFiles::Open(data_, "here", "two");
  ASSERT_THAT(one, IsOk());
  ASSERT_THAT(two, IsOk());
  ASSERT_THAT((*one)->Add(connection_, std::vector<std::string>{data_ + "t/one.parquet"}), IsOk());
  ASSERT_THAT((*two)->Add(connection_, std::vector<std::string>{data_ + "t/two.parquet"}), IsOk());
  one->reset();
  EXPECT_THAT(Left(), ElementsAre(data_ + "t/one.parquet"));
}

}  // namespace
}  // namespace lake
