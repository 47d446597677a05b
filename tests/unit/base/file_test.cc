#include "base/file.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>
#include <filesystem>
#include <string>
#include <vector>

#include "support/matchers.h"
#include "support/temp_folder.h"

namespace lake {
namespace {

using testing::IsError;
using testing::IsOk;
using testing::TempFolder;

constexpr std::size_t kEnough = 1 << 20;

std::vector<std::string> NamesIn(const std::string& folder) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    names.push_back(entry.path().filename().string());
  }
  return names;
}

TEST(File, WritesAndReadsTheSameBytes) {
  TempFolder folder;
  const std::string path = folder.File("a");
  const std::string content("one\0two", 7);
  ASSERT_THAT(WriteFileAtomically(path, content), IsOk());
  EXPECT_EQ(*ReadSmallFile(path, kEnough), content);
}

TEST(File, AnAtomicWriteReplacesAndLeavesNothingBeside) {
  TempFolder folder;
  ASSERT_THAT(WriteFileAtomically(folder.File("a"), "a long first version"), IsOk());
  ASSERT_THAT(WriteFileAtomically(folder.File("a"), "second"), IsOk());
  EXPECT_EQ(*ReadSmallFile(folder.File("a"), kEnough), "second");
  EXPECT_EQ(NamesIn(folder.path()), std::vector<std::string>{"a"});
}

TEST(File, AFailedAtomicWriteKeepsTheOldContent) {
  TempFolder folder;
  ASSERT_THAT(WriteFileAtomically(folder.File("a"), "old"), IsOk());
  ::signal(SIGXFSZ, SIG_IGN);
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  const rlimit small{100, before.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
  const Status status = WriteFileAtomically(folder.File("a"), std::string(1000, 'x'));
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
  EXPECT_THAT(status, IsError(Code::kResourceExhausted, "File too large"));
  EXPECT_EQ(*ReadSmallFile(folder.File("a"), kEnough), "old");
  EXPECT_EQ(NamesIn(folder.path()), std::vector<std::string>{"a"});
}

TEST(File, AnAtomicWriteOverAFolderFailsCleanly) {
  TempFolder folder;
  ASSERT_TRUE(std::filesystem::create_directory(folder.File("d")));
  EXPECT_THAT(WriteFileAtomically(folder.File("d"), "x"),
              IsError(Code::kInvalidArgument, "cannot replace"));
  EXPECT_EQ(NamesIn(folder.path()), std::vector<std::string>{"d"});
}

TEST(File, AMissingFileIsNotFoundAndNamed) {
  TempFolder folder;
  EXPECT_THAT(ReadSmallFile(folder.File("no"), 1), IsError(Code::kNotFound, folder.File("no")));
  EXPECT_THAT(SyncFile(folder.File("no")), IsError(Code::kNotFound, "cannot open"));
  EXPECT_THAT(WriteFileAtomically(folder.File("no") + "/x", ""), IsError(Code::kNotFound, "no/x"));
}

TEST(File, OnlyRegularFilesAreRead) {
  TempFolder folder;
  EXPECT_THAT(ReadSmallFile(folder.path(), 1),
              IsError(Code::kInvalidArgument, "not a regular file"));
  ASSERT_EQ(::mkfifo(folder.File("pipe").c_str(), 0600), 0);
  EXPECT_THAT(ReadSmallFile(folder.File("pipe"), 1),
              IsError(Code::kInvalidArgument, "not a regular file"));
}

TEST(File, ReadingIsBounded) {
  TempFolder folder;
  ASSERT_THAT(WriteFileAtomically(folder.File("a"), "12345"), IsOk());
  EXPECT_EQ(*ReadSmallFile(folder.File("a"), 5), "12345");
  EXPECT_THAT(ReadSmallFile(folder.File("a"), 4),
              IsError(Code::kResourceExhausted, "larger than 4 bytes"));
  ASSERT_THAT(WriteFileAtomically(folder.File("big"), std::string(300'000, 'b')), IsOk());
  EXPECT_EQ(ReadSmallFile(folder.File("big"), 300'000)->size(), 300'000U);
  EXPECT_THAT(ReadSmallFile(folder.File("big"), 299'999), IsError(Code::kResourceExhausted, "big"));
}

TEST(File, AnEmptyFileIsNoBytes) {
  TempFolder folder;
  ASSERT_THAT(WriteFileAtomically(folder.File("a"), ""), IsOk());
  EXPECT_EQ(*ReadSmallFile(folder.File("a"), 0), "");
}

TEST(File, SyncsFilesAndFolders) {
  TempFolder folder;
  ASSERT_THAT(WriteFileAtomically(folder.File("a"), "x"), IsOk());
  EXPECT_THAT(SyncFile(folder.File("a")), IsOk());
  EXPECT_THAT(SyncFolder(folder.path()), IsOk());
  EXPECT_THAT(SyncFolder(folder.File("a")), IsError(Code::kInvalidArgument, "Not a directory"));
}

}  // namespace
}  // namespace lake
