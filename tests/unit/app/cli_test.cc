// The program as its user meets it: the real binary, run with words.
#include <gtest/gtest.h>

#include <fstream>

#include "app/help.h"
#include "base/version.h"
#include "support/child.h"
#include "support/places.h"

namespace lake {
namespace {

ChildResult RunLake(std::vector<std::string> words, const ChildOptions& options = {}) {
  words.insert(words.begin(), testing::Program());
  return RunChild(words, options);
}

TEST(CommandLine, SaysItsVersion) {
  ChildResult result = RunLake({"--version"});
  EXPECT_EQ(result.exit_status, 0);
  EXPECT_EQ(result.out, "stellarlake " + std::string(Version()) + "\n");
  EXPECT_EQ(result.err, "");
}

TEST(CommandLine, WithoutWordsItListsItsCommands) {
  EXPECT_EQ(RunLake({}).out, OverviewText());
  EXPECT_EQ(RunLake({"--help"}).out, OverviewText());
  EXPECT_EQ(RunLake({}).exit_status, 0);
}

TEST(CommandLine, EveryCommandShowsExamplesAndOptions) {
  for (const Command& command : Commands()) {
    ChildResult result = RunLake({std::string(command.name), "--help"});
    EXPECT_EQ(result.exit_status, 0) << command.name;
    EXPECT_EQ(result.out, HelpText(command));
    EXPECT_EQ(RunLake({"help", std::string(command.name)}).out, HelpText(command));
    EXPECT_FALSE(command.examples.empty()) << command.name;
    for (const Example& example : command.examples) {
      EXPECT_NE(example.line.find("stellarlake " + std::string(command.name)), std::string::npos);
    }
  }
}

TEST(CommandLine, AWrongCommandNamesTheNearestOne) {
  ChildResult result = RunLake({"dosc"});
  EXPECT_EQ(result.exit_status, 2);
  EXPECT_EQ(result.out, "");
  EXPECT_NE(result.err.find("there is no command \"dosc\"; did you mean \"docs\"?"),
            std::string::npos);
}

TEST(CommandLine, AWrongOptionNamesTheNearestOne) {
  ChildResult result = RunLake({"docs", "--log-levl=info"});
  EXPECT_EQ(result.exit_status, 2);
  EXPECT_NE(result.err.find("docs: unknown option --log-levl; did you mean \"--log-level\"?"),
            std::string::npos);
  EXPECT_NE(RunLake({"docs", "-config", "x"}).err.find("did you mean \"--config\""),
            std::string::npos);
  EXPECT_NE(RunLake({"--log-level", "info", "docs"}).err.find("options come after the command"),
            std::string::npos);
}

TEST(CommandLine, AnOptionTakesExactlyOneValue) {
  EXPECT_NE(RunLake({"docs", "--out"}).err.find("--out wants exactly one value"),
            std::string::npos);
  EXPECT_NE(RunLake({"docs", "--out", "a", "--out", "b"}).err.find("--out wants exactly one value"),
            std::string::npos);
  EXPECT_NE(RunLake({"docs", "--out", "a", "b"}).err.find("unexpected argument \"b\""),
            std::string::npos);
  EXPECT_NE(RunLake({"docs", "--log-level", "loud"}).err.find("--log-level: \"loud\" is none of"),
            std::string::npos);
}

TEST(CommandLine, TheConfigurationFileNamesItsPlaceInErrors) {
  std::string path = ::testing::TempDir() + "cli_test_config.yaml";
  std::ofstream(path) << "logging:\n  levle: info\n";
  ChildResult result = RunLake({"docs", "--config", path});
  EXPECT_EQ(result.exit_status, 2);
  EXPECT_NE(result.err.find(path +
                            ":2:3: unknown key \"logging.levle\"; did you mean \"logging.level\"?"),
            std::string::npos);
  EXPECT_EQ(RunLake({"docs", "--config", "/nonexistent.yaml"}).exit_status, 66);
}

TEST(CommandLine, ErrorsNeitherObeyNorLeak) {
  ChildResult result = RunLake(
      {"docs", "--out", "/proc/\x1b[31m\n2026 error fake\xE2\x80\xAE\xC2\x9B/password=hunter2"});
  EXPECT_NE(result.exit_status, 0);
  EXPECT_EQ(result.err.find('\x1b'), std::string::npos);
  EXPECT_EQ(result.err.find('\n'), result.err.size() - 1) << result.err;  // one line
  EXPECT_NE(result.err.find("\\n2026 error fake\\u202e\\u009b"), std::string::npos) << result.err;
  EXPECT_EQ(result.err.find("hunter2"), std::string::npos);
}

}  // namespace
}  // namespace lake
