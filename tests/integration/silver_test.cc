// Silver as people run it: derived, asked, folded, and following an ingest.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "silver/silver_questions.h"
#include "support/child.h"
#include "support/golden.h"
#include "support/places.h"
#include "support/sample_ledgers.h"
#include "support/temp_folder.h"
#include "support/watched_program.h"

namespace lake::testing {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;

constexpr const char* kSamples = "tests/data/ledgers/pubnet";

class SilverTest : public ::testing::Test {
 protected:
  // The command on the lake, which is to end well; what it prints.
  std::string Run(std::vector<std::string> words) const {
    words.insert(words.begin(), Program());
    words.insert(words.end(), {"--lake", lake_});
    if (!data_.empty()) words.insert(words.end(), {"--data-path", data_});
    const ChildResult ended = RunChild(words);
    EXPECT_EQ(ended.exit_status, 0) << ended.err;
    return ended.out;
  }
  void Ingest(const std::string& range) const {
    Run({"ingest", SourcePath(kSamples), "--allow-gaps", "--range", range});
  }
  std::string Answers() const {
    std::string answers;
    for (const SilverQuestion& question : SilverQuestions()) {
      answers += fmt::format("{}\n{}\n", question.asked,
                             Run({"sql", "--format", "csv", std::string(question.sql)}));
    }
    return answers;
  }

  const TempFolder folder_;
  std::string lake_ = folder_.File("lake");
  std::string data_;
};

TEST_F(SilverTest, AnswersItsQuestionsBeforeAndAfterItIsFolded) {
  Ingest("1:60000000");
  EXPECT_THAT(Run({"silver", "status"}), HasSubstr("complete through  nothing yet"));
  EXPECT_THAT(Run({"silver", "run"}), HasSubstr("complete through  58,752,000"));
  const std::string answers = Answers();
  ExpectGolden("tests/golden/silver_answers.txt", answers);
  Run({"silver", "fold"});
  EXPECT_EQ(Answers(), answers);
  const json status = json::parse(Run({"silver", "status", "--format", "json"}));
  EXPECT_EQ(status["missing_ledgers"], 0);
  EXPECT_EQ(status["segments"].size(), kSampleLedgers.size());
  EXPECT_THAT(Run({"silver", "run"}), HasSubstr("not taken yet     none"));
}

TEST_F(SilverTest, FollowsWhatBronzeGets) {
  lake_ = "ducklake:sqlite:" + folder_.File("catalog.sqlite");
  data_ = folder_.File("data");
  Ingest("1:40000000");
  std::filesystem::permissions(folder_.path(), std::filesystem::perms::all);
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_.path())) {
    std::filesystem::permissions(entry.path(), std::filesystem::perms::all);
  }
  WatchedProgram silver({Program(), "silver", "run", "--follow", "--every", "1s", "--lake", lake_,
                         "--data-path", data_},
                        folder_.File("log"));
  EXPECT_TRUE(silver.Await([&] { return silver.Fact("complete_through") == 36154623; }))
      << silver.Log();
  Ingest("40000000:60000000");
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_.path())) {
    std::filesystem::permissions(entry.path(), std::filesystem::perms::all);
  }
  EXPECT_TRUE(silver.Await([&] { return silver.Fact("complete_through") == 58752000; }))
      << silver.Log();
  silver.Stop();
  EXPECT_FALSE(silver.running());
  Run({"verify"});
}

TEST_F(SilverTest, SaysWhatKeepsItFromWork) {
  Ingest("1:10000000");
  const auto refused = [&](std::vector<std::string> words) {
    words.insert(words.begin(), {Program(), "silver", "run", "--lake", lake_});
    const ChildResult ended = RunChild(words);
    EXPECT_NE(ended.exit_status, 0);
    return ended.err;
  };
  EXPECT_THAT(refused({"--follow"}), HasSubstr("is for one process"));
  EXPECT_THAT(refused({"--network", "testnet"}), HasSubstr("the network is said to be testnet"));
  lake_ = folder_.File("other");
  EXPECT_THAT(refused({}), HasSubstr(lake_));
}

}  // namespace
}  // namespace lake::testing
