#include "app/ingest_lag.h"

#include <gtest/gtest.h>

#include <atomic>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "base/metrics.h"
#include "support/eventually.h"
#include "support/fake_clock.h"
#include "support/fake_ledger_source.h"

namespace lake {
namespace {

using nlohmann::json;
using testing::Eventually;
using testing::FakeLedgers;
using testing::FakeLedgerSource;

// Tells the time, and hardly waits.
class QuickClock final : public testing::FakeClock {
 public:
  std::int64_t Now() override { return SystemClock().Now(); }
  bool SleepFor(std::int64_t, std::stop_token stop) override {
    return SystemClock().SleepFor(1'000, stop);
  }
};

class IngestLagTest : public ::testing::Test {
 protected:
  json Health() { return json::parse(board_.Json()); }
  IngestLag::Open Open() {
    return [this]() -> Result<std::unique_ptr<LedgerSource>> {
      return std::unique_ptr<LedgerSource>(std::make_unique<FakeLedgerSource>(ledgers_, "lagging"));
    };
  }

  std::shared_ptr<FakeLedgers> ledgers_ = std::make_shared<FakeLedgers>(100, 150);
  HealthBoard board_{"test"};
};

TEST_F(IngestLagTest, ComparesTheNewestLedgerWithTheLastCommitted) {
  IngestLag lag(board_, Open());
  lag.Committed(120, SystemClock().Now() / 1'000'000 - 500);
  ASSERT_TRUE(Eventually([&] { return Health().contains("lag_ledgers"); }));
  EXPECT_EQ(Health()["lag_ledgers"], 30);
  EXPECT_EQ(Health()["newest_sequence"], 150);
  EXPECT_GE(Health()["lag_seconds"], 500);
  EXPECT_EQ(GaugeOf(MetricId::kIngestLagLedgers).value(), 30);
  EXPECT_TRUE(
      Eventually([] { return GaugeOf(MetricId::kSourceTipLedger, {"lagging"}).value() == 150; }));
  lag.Committed(151, SystemClock().Now() / 1'000'000);
  EXPECT_EQ(Health()["lag_ledgers"], 0);  // newer than the last answer
}

TEST_F(IngestLagTest, TellsNothingBeforeTheFirstCommit) {
  const IngestLag lag(board_, Open());
  ASSERT_TRUE(
      Eventually([] { return GaugeOf(MetricId::kSourceTipLedger, {"lagging"}).value() == 150; }));
  EXPECT_FALSE(Health().contains("lag_seconds"));
}

TEST_F(IngestLagTest, ASourceThatThrowsIsAskedAgain) {
  std::atomic<int> asked = 0;
  QuickClock clock;
  IngestLag lag(
      board_,
      [&, open = Open()]() -> Result<std::unique_ptr<LedgerSource>> {
        if (++asked == 1) throw std::runtime_error("a library threw");
        return open();
      },
      clock);
  lag.Committed(120, 0);
  EXPECT_TRUE(Eventually([&] { return Health().contains("lag_ledgers"); }));
}

TEST_F(IngestLagTest, ASourceThatIsDownLeavesTheSeconds) {
  ledgers_->SetDown(Error{Code::kUnavailable, "gone"});
  IngestLag lag(board_, Open());
  lag.Committed(120, 1'000);
  EXPECT_GT(Health()["lag_seconds"], 1'000'000);
  EXPECT_FALSE(Health().contains("lag_ledgers"));
}

}  // namespace
}  // namespace lake
