// `stellarlake inspect` on the real ledgers of the tree.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "support/child.h"
#include "support/places.h"
#include "support/temp_folder.h"

namespace lake {
namespace {

using nlohmann::json;

ChildResult RunInspect(std::vector<std::string> words) {
  words.insert(words.begin(), {testing::Program(), "inspect", testing::DataPath("ledgers/pubnet")});
  return RunChild(words);
}

TEST(Inspect, SaysWhatIsInASource) {
  ChildResult result = RunInspect({"--format", "json"});
  ASSERT_EQ(result.exit_status, 0) << result.err;
  json report = json::parse(result.out);
  EXPECT_EQ(report["network"], "pubnet");
  EXPECT_EQ(report["ledgers"], 7);
  EXPECT_EQ(report["gaps"], 6);
  EXPECT_EQ(report["faults"], json::array());
  EXPECT_NE(RunInspect({}).out.find("58,752,000"), std::string::npos);
}

TEST(Inspect, ReadsRangesOfLedgersAndDays) {
  auto ledgers = [](std::vector<std::string> words) {
    words.insert(words.end(), {"--allow-gaps", "--format", "json"});
    ChildResult result = RunInspect(words);
    EXPECT_EQ(result.exit_status, 0) << result.err;
    return result.exit_status == 0 ? json::parse(result.out)["ranges"] : json();
  };
  const json only = json::parse("[[53312000, 53312000]]");
  EXPECT_EQ(ledgers({"--range", "53312000"}), only);
  EXPECT_EQ(ledgers({"--start", "53.3M", "--end", "53,400,000"}), only);
  EXPECT_EQ(ledgers({"--range", "2024-09-02"}), only);
}

TEST(Inspect, AHostilePassphraseIsShownOnOneLine) {
  const testing::TempFolder folder;
  std::filesystem::copy(testing::DataPath("ledgers/pubnet"), folder.path(),
                        std::filesystem::copy_options::recursive);
  const std::string passphrase =
      "evil\n2026-01-01T00:00:00Z error FAKE \x1b[31m\xC2\x9B\xE2\x80\xAE";
  std::ofstream(folder.File(".config.json")) << json{{"networkPassphrase", passphrase},
                                                     {"version", "1.0"},
                                                     {"compression", "zstd"},
                                                     {"ledgersPerBatch", 1},
                                                     {"batchesPerPartition", 1}};
  const ChildResult result = RunChild({testing::Program(), "inspect", folder.File("")});
  const std::string all = result.out + result.err;
  EXPECT_NE(all.find(R"(evil\n2026-01-01T00:00:00Z error FAKE \x1b[31m\u009b\u202e)"),
            std::string::npos)
      << all;
  for (const char* raw : {"\n2026", "\x1b", "\xC2\x9B", "\xE2\x80\xAE"}) {
    EXPECT_EQ(all.find(raw), std::string::npos) << all;
  }
}

TEST(Inspect, AnswersWhatCannotBe) {
  EXPECT_EQ(RunInspect({"--range", "2024-09-03"}).exit_status, 2);
  EXPECT_EQ(RunInspect({"--network", "testnet"}).exit_status, 2);
  ChildResult result = RunChild({testing::Program(), "inspect"});
  EXPECT_EQ(result.exit_status, 2);
  EXPECT_NE(result.err.find("a source is missing"), std::string::npos);
}

}  // namespace
}  // namespace lake
