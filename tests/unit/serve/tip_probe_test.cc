#include "serve/tip_probe.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "support/eventually.h"
#include "support/fake_clock.h"
#include "support/fake_ledger_source.h"
#include "support/matchers.h"

namespace lake {
namespace {

using testing::Eventually;
using testing::FakeClock;
using testing::FakeLedgers;
using testing::FakeLedgerSource;
using testing::IsError;

// Its server does not answer until it is stopped.
class SilentSource final : public FakeLedgerSource {
 public:
  SilentSource(std::shared_ptr<FakeLedgers> ledgers, std::atomic<int>& asked)
      : FakeLedgerSource(std::move(ledgers)), asked_(asked) {}
  Result<std::optional<std::uint32_t>> Newest() override {
    ++asked_;
    stopped_.wait(false);
    return Error{Code::kCancelled, "stopped"};
  }
  void Stop() override {
    stopped_ = true;
    stopped_.notify_all();
  }

 private:
  std::atomic<int>& asked_;
  std::atomic<bool> stopped_ = false;
};

class TipProbeTest : public ::testing::Test {
 protected:
  std::shared_ptr<FakeLedgers> ledgers_ = std::make_shared<FakeLedgers>(1, 100);
  std::atomic<int> asked_ = 0;
  FakeClock clock_;
  SourceFactory open_ = [this]() -> Result<std::unique_ptr<LedgerSource>> {
    return std::unique_ptr<LedgerSource>(std::make_unique<FakeLedgerSource>(ledgers_));
  };
  SourceFactory silent_ = [this]() -> Result<std::unique_ptr<LedgerSource>> {
    return std::unique_ptr<LedgerSource>(std::make_unique<SilentSource>(ledgers_, asked_));
  };
};

TEST_F(TipProbeTest, AsksOnceASecond) {
  TipProbe probe(open_, clock_);
  EXPECT_EQ(*probe.Latest(), 100u);
  ledgers_->SetTip(101);
  clock_.Advance(999'999);
  EXPECT_EQ(*probe.Latest(), 100u);
  clock_.Advance(1);
  EXPECT_EQ(*probe.Latest(), 101u);
  EXPECT_EQ(ledgers_->opens(), 1u);
}

TEST_F(TipProbeTest, OpensAnotherSourceAfterAFault) {
  TipProbe probe(open_, clock_);
  ledgers_->SetDown(Error{Code::kUnavailable, "no route"});
  EXPECT_THAT(probe.Latest(), IsError(Code::kUnavailable, "the newest ledger: "));
  ledgers_->SetDown(std::nullopt);
  EXPECT_EQ(*probe.Latest(), 100u);
  EXPECT_EQ(ledgers_->opens(), 2u);
}

// Both the one that asks and those that wait for its answer.
TEST_F(TipProbeTest, AStopEndsTheQuestionAndThoseBehindIt) {
  TipProbe probe(silent_, clock_);
  Status first, second;
  std::jthread asking([&] { first = probe.Latest().status(); });
  ASSERT_TRUE(Eventually([&] { return asked_ == 1; }));
  std::jthread waiting([&] { second = probe.Latest().status(); });
  probe.Stop();
  asking.join();
  waiting.join();
  EXPECT_THAT(first, IsError(Code::kCancelled));
  EXPECT_THAT(second, IsError(Code::kCancelled));
  EXPECT_EQ(asked_, 1);
  EXPECT_THAT(probe.Latest(), IsError(Code::kCancelled));
}

}  // namespace
}  // namespace lake
