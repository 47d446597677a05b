#include "ingest/sink_watch.h"

#include <gtest/gtest.h>

#include "support/fake_clock.h"
#include "support/memory_sink.h"

namespace lake {
namespace {

struct SeenChecks : IngestObserver {
  void OnCheck(const Status& status) override {
    seen.push_back(status.ok() ? "" : status.error().message);
  }
  std::vector<std::string> seen;
};

class SinkWatchTest : public ::testing::Test {
 protected:
  testing::FakeClock clock_;
  testing::MemorySink sink_;
  SinkWatch watch_{sink_, 30'000, clock_};
  SeenChecks checks_;
  IngestTotals totals_;
};

TEST_F(SinkWatchTest, LooksEverySoOften) {
  EXPECT_EQ(watch_.DueInMs(totals_), 30'000);
  clock_.Advance(10'000'000);
  EXPECT_EQ(watch_.DueInMs(totals_), 20'000);
  clock_.Advance(90'000'000);
  EXPECT_EQ(watch_.DueInMs(totals_), 0);
  watch_.Look(checks_);
  EXPECT_EQ(watch_.DueInMs(totals_), 30'000);
  EXPECT_EQ(sink_.checks(), 1);
}

TEST_F(SinkWatchTest, ACommitIsALook) {
  clock_.Advance(25'000'000);
  totals_.commits = 1;
  EXPECT_EQ(watch_.DueInMs(totals_), 30'000);
  clock_.Advance(5'000'000);
  EXPECT_EQ(watch_.DueInMs(totals_), 25'000);  // the same commit is none again
  EXPECT_EQ(sink_.checks(), 0);
}

TEST_F(SinkWatchTest, TellsWhatItSees) {
  watch_.Look(checks_);
  sink_.FailChecks({Code::kUnavailable, "gone"});
  watch_.Look(checks_);
  EXPECT_EQ(checks_.seen, (std::vector<std::string>{"", "gone"}));
}

}  // namespace
}  // namespace lake
