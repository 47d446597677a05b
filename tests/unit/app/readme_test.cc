// The commands of README.md do what they are printed for. Those that need the network, or a server
// that another of them starts, are left out by what they name.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <sstream>

#include "support/child.h"
#include "support/places.h"
#include "support/temp_folder.h"

namespace lake {
namespace {

bool NeedsOthers(const std::string& command) {
  for (const char* address : {"s3://", "http://", "https://", "grpc://", "localhost:", "$HOT"}) {
    if (command.find(address) != std::string::npos) return true;
  }
  return false;
}

// Those of the blocks of code, in order, each on one line.
std::vector<std::string> CommandsOf(const std::string& readme) {
  std::vector<std::string> commands;
  std::istringstream lines(readme);
  bool in_code = false;
  bool goes_on = false;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("```")) in_code = !in_code;
    const bool begins = in_code && line.starts_with("stellarlake ");
    if (!begins && !goes_on) continue;
    if (begins) commands.emplace_back();
    goes_on = line.ends_with('\\');
    commands.back() += goes_on ? line.substr(0, line.size() - 1) : line;
  }
  return commands;
}

TEST(Readme, CommandsWorkAsPrinted) {
  namespace fs = std::filesystem;
  const testing::TempFolder folder;
  const fs::path work = folder.path() / "work";
  fs::create_directories(work);
  fs::create_directory_symlink(testing::SourcePath("tests"), work / "tests");
  const std::string path = fs::path(testing::Program()).parent_path().string() + ":/usr/bin:/bin";
  std::size_t run = 0;
  for (const std::string& command :
       CommandsOf(testing::ReadFile(testing::SourcePath("README.md")))) {
    if (NeedsOthers(command)) continue;
    const ChildResult result = RunChild({"/bin/sh", "-c", command},
                                        {.folder = work.string(), .variables = {{"PATH", path}}});
    EXPECT_EQ(result.exit_status, 0) << command << "\n" << result.out << result.err;
    ++run;
  }
  EXPECT_GE(run, 5u);
  EXPECT_TRUE(fs::exists(work / "rows/ledgers_row_v2.parquet"));
}

}  // namespace
}  // namespace lake
