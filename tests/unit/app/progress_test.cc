#include "app/progress.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "base/log.h"
#include "support/fake_clock.h"

namespace lake {
namespace {

constexpr std::int64_t kSecond = 1'000'000;

ProgressView Sample() {
  return {{712, 4'209'000, 1'000'000'000}, 1000, 0, 88, 520'300, 126'000'000};
}

TEST(ProgressBar, ShowsEverythingWhereThereIsRoom) {
  EXPECT_EQ(ProgressBar(Sample(), 200, true),
            " ████████████████████████████░░░░░░░░░░░░  71 %   712/1,000 ledgers   88 ledgers/s   "
            "520 k rows/s   126 MB/s   0:04 left");
}

TEST(ProgressBar, LeavesPartsOutWhereThereIsNot) {
  EXPECT_EQ(ProgressBar(Sample(), 60, false),
            " ############.....  71 %   712/1,000 ledgers   88 ledgers/s");
  EXPECT_EQ(ProgressBar(Sample(), 20, false), " ########....  71 %");
  EXPECT_EQ(ProgressBar(Sample(), 5, false), "");
  for (std::size_t columns = 0; columns < 150; ++columns) {
    EXPECT_LE(ProgressBar(Sample(), columns, false).size(), columns);
  }
}

TEST(ProgressBar, HasNoBarWithoutAnEnd) {
  ProgressView view = Sample();
  view.ledgers_total = 0;
  EXPECT_EQ(ProgressBar(view, 100, true),
            "   712 ledgers   88 ledgers/s   520 k rows/s   126 MB/s");
}

TEST(ProgressBar, ANewerTipIsNoMoreThanAll) {
  ProgressView view = Sample();
  view.done.ledgers = 1200;
  EXPECT_NE(ProgressBar(view, 100, false).find(" 100 %"), std::string::npos);
  EXPECT_EQ(ProgressBar(view, 100, false).find("left"), std::string::npos);
}

TEST(ProgressSentence, SaysTheSameInWords) {
  EXPECT_EQ(ProgressSentence(Sample()),
            "71 %, 712/1,000 ledgers, 88 ledgers/s, 520 k rows/s, 126 MB/s, 0:04 left");
  ProgressView slow{{5, 10, 100}, 1'000'000, 0, 0.5, 12'345, 1'500'000};
  EXPECT_EQ(ProgressSentence(slow),
            "0 %, 5/1,000,000 ledgers, 0.5 ledgers/s, 12 k rows/s, 1.5 MB/s, 23 days left");
  ProgressView hours{{0, 0, 0}, 360'001, 0, 10, 0, 0};
  EXPECT_EQ(ProgressSentence(hours), "0 %, 0/360,001 ledgers, 10 ledgers/s, 10:00:01 left");
}

TEST(ProgressSentence, CountsFilesWhereEachIsAChainOfItsOwn) {
  ProgressView view{{90, 10, 100, 5}, 0, 20, 0, 0, 0};
  EXPECT_EQ(ProgressSentence(view), "25 %, 5/20 files, 90 ledgers");
  EXPECT_NE(ProgressBar(view, 100, false).find(" 25 %"), std::string::npos);
  EXPECT_EQ(nlohmann::json::parse(ProgressJson(view))["files_total"], 20);
}

TEST(ProgressJson, IsJson) {
  nlohmann::json json = nlohmann::json::parse(ProgressJson(Sample()));
  EXPECT_EQ(json["ledgers"], 712);
  EXPECT_EQ(json["ledgers_total"], 1000);
  EXPECT_EQ(json["seconds_left"], 3.3);
  EXPECT_FALSE(nlohmann::json::parse(ProgressJson(ProgressView{})).contains("seconds_left"));
}

struct Screen {
  testing::FakeClock clock;
  std::vector<std::string> writes;
  ProgressOptions Options(ProgressStyle style) {
    return {.style = style,
            .ledgers_total = 1000,
            .columns = [] { return std::size_t{60}; },
            .write = [this](std::string_view text) { writes.emplace_back(text); },
            .clock = &clock};
  }
};

TEST(Progress, DrawsAtMostTenTimesASecond) {
  Screen screen;
  Progress progress(screen.Options(ProgressStyle::kBar));
  for (std::uint64_t i = 1; i <= 1000; ++i) {
    screen.clock.Advance(kSecond / 1000);
    progress.Update({i, i, i});
  }
  EXPECT_EQ(screen.writes.size(), 10u);
}

TEST(Progress, RatesAreOfTheLastTenSeconds) {
  Screen screen;
  Progress progress(screen.Options(ProgressStyle::kJson));
  std::uint64_t ledgers = 0;
  for (int i = 0; i < 60; ++i) {
    screen.clock.Advance(kSecond);
    ledgers += i < 30 ? 1 : 20;
    progress.Update({ledgers, 0, 0});
  }
  ASSERT_EQ(screen.writes.size(), 60u);
  EXPECT_EQ(nlohmann::json::parse(screen.writes[29])["ledgers_per_second"], 1.0);
  EXPECT_EQ(nlohmann::json::parse(screen.writes[59])["ledgers_per_second"], 20.0);
}

// What is extracted and not committed is not done.
TEST(Progress, CountsWhatIsDoneAndRatesWhatIsSeen) {
  Screen screen;
  Progress progress(screen.Options(ProgressStyle::kJson));
  screen.clock.Advance(2 * kSecond);
  progress.Update({40, 0, 0}, {160, 0, 0});
  ASSERT_EQ(screen.writes.size(), 1u);
  EXPECT_EQ(nlohmann::json::parse(screen.writes[0])["ledgers"], 40);
  EXPECT_EQ(nlohmann::json::parse(screen.writes[0])["ledgers_per_second"], 80.0);
}

TEST(Progress, TheLastWordIsAboutTheWholeRun) {
  Screen screen;
  Progress progress(screen.Options(ProgressStyle::kJson));
  for (std::uint64_t i = 1; i <= 100; ++i) {
    screen.clock.Advance(i <= 50 ? kSecond : 3 * kSecond);
    progress.Update({i, 0, 0});
  }
  progress.Finish();
  EXPECT_EQ(nlohmann::json::parse(screen.writes.back())["ledgers_per_second"], 0.5);
}

TEST(Progress, LeavesTheTerminalOnAFreshLine) {
  Screen screen;
  {
    Progress progress(screen.Options(ProgressStyle::kBar));
    progress.Update({5, 5, 5});
    EXPECT_TRUE(screen.writes.empty());
  }
  ASSERT_EQ(screen.writes.size(), 2u);
  EXPECT_EQ(screen.writes[0].rfind("\r ", 0), 0u);
  EXPECT_EQ(screen.writes[1], "\n");
}

TEST(Progress, MakesRoomForALogLine) {
  Screen screen;
  Progress progress(screen.Options(ProgressStyle::kBar));
  screen.clock.Advance(kSecond);
  progress.Update({5, 5, 5});
  screen.writes.clear();
  LogInfo("a line beside the bar");
  EXPECT_EQ(screen.writes, std::vector<std::string>{"\r\x1b[K"});
  LogInfo("the bar is off the screen already");
  EXPECT_EQ(screen.writes.size(), 1u);
}

TEST(Progress, SaysNothingWhenNothingWasDoneOrWanted) {
  Screen screen;
  { Progress progress(screen.Options(ProgressStyle::kBar)); }
  {
    Progress progress(screen.Options(ProgressStyle::kNone));
    screen.clock.Advance(kSecond);
    progress.Update({5, 5, 5});
  }
  EXPECT_TRUE(screen.writes.empty());
}

TEST(TerminalProgress, AutoIsPlainWithoutATerminal) {
  // The tests' standard error is no terminal under ctest; on one, a bar is right.
  ProgressStyle style = TerminalProgress("auto", 0).style;
  EXPECT_EQ(style, ::isatty(2) == 1 ? ProgressStyle::kBar : ProgressStyle::kPlain);
  EXPECT_EQ(TerminalProgress("json", 0).style, ProgressStyle::kJson);
  EXPECT_EQ(TerminalProgress("none", 0).style, ProgressStyle::kNone);
}

}  // namespace
}  // namespace lake
