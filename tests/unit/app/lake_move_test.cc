// Lakes whose data, or all of them, were moved or copied: what this program and others read then.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "support/child.h"
#include "support/lake_files.h"
#include "support/ledger_builder.h"
#include "support/places.h"
#include "support/temp_folder.h"

namespace lake {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::StartsWith;

class MovedLake : public ::testing::Test {
 protected:
  void SetUp() override {
    testing::WriteLake(folder_.path() / "ledgers",
                       testing::LedgerChain(testing::kTestPassphrase, 1000, 23).AddPayments(4),
                       {.passphrase = std::string(testing::kTestPassphrase)});
  }
  std::string Path(const std::string& name) const { return folder_.File(name); }
  ChildResult Run(std::vector<std::string> words, const std::string& folder = "") {
    words.insert(words.begin(), testing::Program());
    return RunChild(words, {.folder = folder});
  }
  void Fill(const std::vector<std::string>& lake, const std::string& range = "1000:1003") {
    std::vector<std::string> words = {"ingest",   Path("ledgers"),  "--range", range,
                                      "--tables", "ledgers_row_v2", "--lake"};
    words.insert(words.end(), lake.begin(), lake.end());
    const ChildResult filled = Run(words);
    ASSERT_EQ(filled.exit_status, 0) << filled.err;
  }
  // As another program counts, which knows only the catalog.
  std::string CountOf(const std::string& catalog) {
    const ChildResult count = Run({"sql", "--lake", catalog, "--format", "csv",
                                   "select count(ledger_hash) as n from ledgers_row_v2"});
    return count.exit_status == 0 ? count.out : count.err;
  }

  testing::TempFolder folder_;
  const std::string catalog_ = "ducklake:sqlite:" + Path("lake.db");
  const std::string four_ = "n\n4\n";
};

TEST_F(MovedLake, IsToldWhereItsDataIs) {
  Fill({catalog_, "--data-path", Path("data")});
  const ChildResult early = Run({"lake", "move", "--lake", catalog_, "--data-path", Path("data2")});
  EXPECT_EQ(early.exit_status, 66) << early.err;
  EXPECT_THAT(early.err, HasSubstr("does not bear the mark"));
  fs::rename(Path("data"), Path("data2"));
  const ChildResult refused = Run({"verify", "--lake", catalog_, "--data-path", Path("data2")});
  EXPECT_EQ(refused.exit_status, 2);
  EXPECT_THAT(refused.err, HasSubstr("stellarlake lake move --lake"));
  EXPECT_EQ(refused.err.find("OVERRIDE"), std::string::npos) << refused.err;
  const std::vector<std::string> move = {"lake",   "move",        "--lake",
                                         catalog_, "--data-path", "data2"};
  std::vector<std::string> dry = move;
  dry.push_back("--dry-run");
  EXPECT_THAT(Run(dry, folder_.path().string()).out, StartsWith("to move      "));
  EXPECT_EQ(Run({"verify", "--lake", catalog_}).exit_status, 65);
  const ChildResult moved = Run(move, folder_.path().string());
  EXPECT_EQ(moved.exit_status, 0) << moved.err;
  EXPECT_THAT(moved.out, StartsWith("moved      "));
  EXPECT_EQ(CountOf(catalog_), four_);
  EXPECT_EQ(Run({"verify", "--lake", catalog_, "--data-path", Path("data2")}).exit_status, 0);
  EXPECT_THAT(Run(move, folder_.path().string()).out, StartsWith("nothing to do"));
}

TEST_F(MovedLake, IsNotTakenToAnothersData) {
  Fill({catalog_, "--data-path", Path("data")});
  Fill({"ducklake:sqlite:" + Path("other.db"), "--data-path", Path("other")});
  const ChildResult refused =
      Run({"lake", "move", "--lake", catalog_, "--data-path", Path("other")});
  EXPECT_EQ(refused.exit_status, 75) << refused.err;
  EXPECT_THAT(refused.err, HasSubstr("belongs to another catalog"));
  fs::copy(Path("data"), Path("copy"), fs::copy_options::recursive);
  const auto files = fs::recursive_directory_iterator(Path("copy") + "/bronze/ledgers_row_v2");
  for (const auto& file : files) {
    if (file.path().extension() == ".parquet") {
      fs::remove(file.path());
      break;
    }
  }
  const ChildResult half = Run({"lake", "move", "--lake", catalog_, "--data-path", Path("copy")});
  EXPECT_EQ(half.exit_status, 65) << half.err;
  EXPECT_THAT(half.err, HasSubstr("the lake stays where it is"));
  EXPECT_EQ(CountOf(catalog_), four_);
}

TEST_F(MovedLake, IsFoundByALinkAndByARelativePath) {
  Fill({catalog_, "--data-path", Path("data")});
  fs::create_directory_symlink(Path("data"), Path("link"));
  EXPECT_EQ(Run({"verify", "--lake", catalog_, "--data-path", Path("link")}).exit_status, 0);
  EXPECT_EQ(Run({"verify", "--lake", catalog_, "--data-path", "data"}, folder_.path().string())
                .exit_status,
            0);
  const ChildResult elsewhere =
      Run({"verify", "--lake", catalog_, "--data-path", "data"}, Path("ledgers"));
  EXPECT_EQ(elsewhere.exit_status, 2);
  EXPECT_THAT(elsewhere.err, HasSubstr(Path("ledgers") + "/data/"));
}

// Other programs read where the catalog says.
TEST_F(MovedLake, InAFolderIsReadByOthersOnceItWasWritten) {
  Fill({Path("a")}, "1000:1002");
  fs::copy(Path("a"), Path("b"), fs::copy_options::recursive);
  fs::rename(Path("a"), Path("c"));
  const ChildResult doctor = Run({"doctor", "--lake", Path("b")});
  EXPECT_THAT(doctor.out, HasSubstr("the catalog says that the data is in " + Path("a")));
  EXPECT_NE(CountOf("ducklake:" + Path("b/catalog.ducklake")), four_);
  Fill({Path("b")});
  EXPECT_EQ(CountOf("ducklake:" + Path("b/catalog.ducklake")), four_);
  EXPECT_EQ(Run({"doctor", "--lake", Path("b")}).out.find("the catalog says"), std::string::npos);
  const ChildResult moved = Run({"lake", "move", "--lake", Path("c")});
  EXPECT_EQ(moved.exit_status, 0) << moved.err;
  EXPECT_EQ(CountOf("ducklake:" + Path("c/catalog.ducklake")), "n\n3\n");
}

}  // namespace
}  // namespace lake
