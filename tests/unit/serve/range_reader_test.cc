#include "serve/range_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <stdexcept>

#include "support/fake_ledger_source.h"
#include "support/matchers.h"

namespace lake {
namespace {

using testing::FakeLedgers;
using testing::FakeLedgerSource;
using testing::HasMessage;
using testing::IsError;
using testing::IsOk;

class RangeReaderTest : public ::testing::Test {
 protected:
  RangeReaderTest() { EXPECT_THAT(ranges_.Start(), IsOk()); }
  ~RangeReaderTest() override { hub_.Stop(); }

  Result<RangeAnswer> Read(RangeRequest request) {
    auto promise = std::make_shared<std::promise<Result<RangeAnswer>>>();
    ranges_.Read(std::move(request),
                 [promise](Result<RangeAnswer> answer) { promise->set_value(std::move(answer)); });
    return promise->get_future().get();
  }
  static RangeRequest Two() {
    return {1, 3, [] { return false; }};
  }

  std::shared_ptr<FakeLedgers> ledgers_ = std::make_shared<FakeLedgers>(1, 100);
  std::atomic<bool> throws_ = false;
  SourceFactory open_ = [this]() -> Result<std::unique_ptr<LedgerSource>> {
    if (throws_) throw std::runtime_error("a library threw");
    return std::unique_ptr<LedgerSource>(std::make_unique<FakeLedgerSource>(ledgers_));
  };
  LedgerHub hub_{open_, {}};
  TipProbe tip_{open_, SystemClock()};
  // One at a time, on one thread: what a fault keeps would be missed by the next.
  RangeReader ranges_{hub_, tip_, {.threads = 1, .max_waiting = 1}};
};

TEST_F(RangeReaderTest, ASourceThatThrowsIsAnErrorAndTheNextReadIsServed) {
  throws_ = true;
  for (int i = 0; i < 3; ++i) {
    const auto failed = Read(Two());
    EXPECT_THAT(failed, IsError(Code::kInternal));
    EXPECT_THAT(failed, HasMessage("a library threw"));
  }
  throws_ = false;
  const auto answer = Read(Two());
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(answer->ledgers.size(), 2u);
}

TEST_F(RangeReaderTest, AClientThatThrowsCostsTheNextNothing) {
  std::promise<void> called;
  ranges_.Read(Two(), [&](const Result<RangeAnswer>&) {
    called.set_value();
    throw std::runtime_error("no memory");
  });
  called.get_future().get();
  EXPECT_THAT(Read(Two()), IsOk());
}

TEST_F(RangeReaderTest, AQuestionThatThrowsEndsTheWait) {
  const auto answer = Read({1, 3, []() -> bool { throw std::runtime_error("no context"); }});
  EXPECT_TRUE(!answer.ok() || answer->ledgers.size() <= 2);
  EXPECT_THAT(Read(Two()), IsOk());
}

}  // namespace
}  // namespace lake
