#include "source/files/file_source.h"

#include <gtest/gtest.h>

#include "base/base64.h"
#include "support/matchers.h"
#include "support/read_ledgers.h"
#include "support/temp_folder.h"
#include "support/tiny_ledger.h"

namespace lake {
namespace {

using testing::DescribeRanges;
using testing::IsError;
using testing::IsOk;
using testing::ReadLedgers;
using testing::RecordMarked;
using testing::TinyBatch;
using testing::TinyLedger;
using testing::ZstdFrame;

std::string Records(std::uint32_t first, std::uint32_t last) {
  std::string records;
  for (std::uint32_t at = first; at <= last; ++at) records += RecordMarked(TinyLedger(at));
  return records;
}

class FileSourceTest : public ::testing::Test {
 protected:
  std::unique_ptr<LedgerSource> OpenFolder() {
    return OpenLedgerFiles(ListLedgerFiles(folder_.path().string()).value(), "files", options_)
        .value();
  }
  std::unique_ptr<LedgerSource> OpenFile(std::string_view name) {
    return OpenLedgerFile(folder_.File(name), options_).value();
  }
  SourceOptions options_;
  testing::TempFolder folder_;
};

TEST_F(FileSourceTest, ReadsOneFileOfAnyFraming) {
  folder_.Write("stream.xdr", Records(5, 8));
  folder_.Write("batch.xdr.zst", ZstdFrame(TinyBatch(5, 8)));
  folder_.Write("frames.xdr.zstd", ZstdFrame(Records(5, 6)) + ZstdFrame(Records(7, 8)));
  for (const char* name : {"stream.xdr", "batch.xdr.zst", "frames.xdr.zstd"}) {
    auto source = OpenFile(name);
    EXPECT_EQ(ReadLedgers(*source, {0, std::nullopt}), "5 6 7 8") << name;
    EXPECT_EQ(ReadLedgers(*source, {6, 7}), "6 7") << name;
    EXPECT_EQ(DescribeRanges(source->Extent().value()), "5-8, 1 objects") << name;
  }
}

TEST_F(FileSourceTest, AnEmptyFileHasNoLedgers) {
  folder_.Write("empty.xdr", "");
  auto source = OpenFile("empty.xdr");
  EXPECT_EQ(ReadLedgers(*source, {0, std::nullopt}), "");
  EXPECT_TRUE(source->Extent()->ledgers.empty());
}

TEST_F(FileSourceTest, JoinsFilesByTheirSequences) {
  folder_.Write("a.xdr", Records(20, 22));
  folder_.Write("deep/b.xdr.zst", ZstdFrame(TinyBatch(10, 19)));
  folder_.Write("z.b64", Base64(AsBytes(TinyLedger(9))) + "\n" + Base64(AsBytes(TinyLedger(8))));
  folder_.Write("empty.xdr", "");
  folder_.Write("README.md", "not a ledger");
  auto source = OpenFolder();
  EXPECT_EQ(ReadLedgers(*source, {0, std::nullopt}), "8 9 10 11 12 13 14 15 16 17 18 19 20 21 22");
  EXPECT_EQ(ReadLedgers(*source, {18, 21}), "18 19 20 21");
  EXPECT_EQ(DescribeRanges(source->Extent().value()), "8-22, 3 objects");
}

TEST_F(FileSourceTest, NamesAGapBetweenFiles) {
  folder_.Write("a.xdr", Records(5, 6));
  folder_.Write("b.xdr", Records(9, 10));
  const std::string read = ReadLedgers(*OpenFolder(), {0, std::nullopt});
  EXPECT_TRUE(read.starts_with("5 6 ")) << read;
  for (const char* part : {"ledgers 7 to 8 are missing", "a.xdr", "b.xdr at 4"}) {
    EXPECT_NE(read.find(part), read.npos) << read;
  }
  options_.allow_gaps = true;
  EXPECT_EQ(ReadLedgers(*OpenFolder(), {0, std::nullopt}), "5 6 9 10");
  EXPECT_EQ(ReadLedgers(*OpenFolder(), {7, 9}), "9");
  EXPECT_EQ(DescribeRanges(OpenFolder()->Extent().value()), "5-6 9-10, 2 objects");
}

TEST_F(FileSourceTest, NamesAGapAtTheEnd) {
  folder_.Write("a.xdr", Records(5, 6));
  EXPECT_NE(ReadLedgers(*OpenFolder(), {5, 8}).find("ledgers 7 to 8 are missing at the end"),
            std::string::npos);
}

TEST_F(FileSourceTest, RefusesFilesThatRepeatLedgers) {
  folder_.Write("a.xdr", Records(5, 7));
  folder_.Write("b.xdr", Records(5, 6));
  const std::string read = ReadLedgers(*OpenFolder(), {0, std::nullopt});
  EXPECT_NE(read.find("duplicate: ledger 5"), read.npos) << read;
  EXPECT_NE(read.find("--src"), read.npos) << read;
  EXPECT_THAT(OpenFolder()->Extent(), IsError(Code::kDataLoss));
  EXPECT_EQ(ReadLedgers(*OpenFile("b.xdr"), {0, std::nullopt}), "5 6");
}

TEST_F(FileSourceTest, RefusesAStreamThatGoesBack) {
  folder_.Write("a.xdr", Records(5, 7) + Records(6, 6));
  EXPECT_NE(ReadLedgers(*OpenFile("a.xdr"), {0, std::nullopt}).find("ledger 6"), std::string::npos);
  EXPECT_THAT(OpenFile("a.xdr")->Extent(), IsError(Code::kDataLoss));
}

TEST_F(FileSourceTest, SeekSaysWhatIsNotThere) {
  folder_.Write("a.xdr", Records(5, 7));
  auto source = OpenFile("a.xdr");
  EXPECT_THAT(source->Seek({4, 6}), testing::HasMessage("the next one is 5"));
  EXPECT_THAT(source->Seek({8, 9}), testing::HasMessage("the files end before it"));
  EXPECT_THAT(source->Seek({8, 9}), IsError(Code::kNotFound));
  EXPECT_EQ(ReadLedgers(*source, {5, 5}), "5");
}

TEST_F(FileSourceTest, NamesTheDamagedFileAndTheOffset) {
  const std::string whole = ZstdFrame(Records(5, 30));
  folder_.Write("a.xdr.zst", whole.substr(0, whole.size() - 5));
  const std::string read = ReadLedgers(*OpenFile("a.xdr.zst"), {0, std::nullopt});
  EXPECT_NE(read.find("a.xdr.zst: truncated"), read.npos) << read;
}

TEST_F(FileSourceTest, StopsWhenAsked) {
  folder_.Write("a.xdr", Records(5, 7));
  auto source = OpenFile("a.xdr");
  ASSERT_THAT(source->Seek({5, 7}), IsOk());
  EXPECT_EQ(testing::TakeLedgers(*source, 1), "5");
  source->Stop();
  EXPECT_THAT(source->Next(), IsError(Code::kCancelled));
}

TEST_F(FileSourceTest, ReadsTheRealFiles) {
  options_.allow_gaps = true;
  const std::string path = testing::DataPath("ledgers/files/ledgers-base64.txt");
  EXPECT_EQ(ReadLedgers(*OpenLedgerFile(path, options_).value(), {0, std::nullopt}),
            "6154623 16154623 26154623 36154623 46154623");
}

TEST(LedgerFiles, AreFoundInNaturalOrder) {
  testing::TempFolder folder;
  for (const char* name : {"b10.xdr", "b9.xdr", "b09.xdr", "a/z.zst", "a.tar.zst", ".hidden.xdr",
                           "index.json", "c.bin", "d.base64"}) {
    folder.Write(name, "12");
  }
  const auto files = ListLedgerFiles(folder.path().string());
  ASSERT_THAT(files, IsOk());
  std::string names;
  for (const LedgerFile& file : *files) names += file.name + " ";
  EXPECT_EQ(names, "a/z.zst b9.xdr b09.xdr b10.xdr c.bin d.base64 ");
  EXPECT_EQ(files->front().size, 2u);
  EXPECT_EQ(ListLedgerFiles(folder.File("c.bin"))->at(0).name, "c.bin");
  EXPECT_THAT(ListLedgerFiles(folder.File("missing")), IsError(Code::kNotFound));
}

TEST(LedgerFiles, DoNotFollowFoldersInACircle) {
  testing::TempFolder folder;
  folder.Write("sub/a.xdr", "");
  std::filesystem::create_directory_symlink("..", folder.path() / "sub" / "up");
  EXPECT_EQ(ListLedgerFiles(folder.path().string())->size(), 1u);
}

}  // namespace
}  // namespace lake
