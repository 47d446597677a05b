#include "source/failover/failover_source.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <map>
#include <stdexcept>
#include <thread>

#include "base/metrics.h"
#include "support/eventually.h"
#include "support/fake_ledger_source.h"
#include "support/matchers.h"

namespace lake {
namespace {

using testing::Eventually;
using testing::FakeLedgers;
using testing::FakeLedgerSource;
using testing::HasMessage;
using testing::IsError;
using testing::IsOk;

class LastStates final : public SourceObserver {
 public:
  void OnSourceState(std::string_view source, Health health, std::string_view detail) override {
    const std::lock_guard lock(mutex_);
    states_[std::string(source)] = {health, std::string(detail)};
  }
  std::pair<Health, std::string> of(const std::string& source) {
    const std::lock_guard lock(mutex_);
    return states_[source];
  }

 private:
  std::mutex mutex_;
  std::map<std::string, std::pair<Health, std::string>> states_;
};

class FailoverSourceTest : public ::testing::Test {
 protected:
  FailoverSourceTest() {
    options_.policy = {.max_lag_ledgers = 5,
                       .stall_ms = 60'000,
                       .recovery_ms = 20,
                       .retry_ms = 2,
                       .retry_max_ms = 10,
                       .quarantine_ms = 600'000};
    options_.probe_interval_ms = 5;
    options_.observer = &states_;
  }
  FailoverMember Member(const std::string& name, std::shared_ptr<FakeLedgers> ledgers) {
    return {
        name, [name, ledgers]() -> Result<std::unique_ptr<LedgerSource>> {
          return std::unique_ptr<LedgerSource>(std::make_unique<FakeLedgerSource>(ledgers, name));
        }};
  }
  void Open(LedgerRange range) {
    source_ = MakeFailoverSource({Member("first", first_), Member("second", second_)}, options_);
    ASSERT_THAT(source_->Seek(range), IsOk());
  }
  void ExpectLedgers(std::uint32_t first, std::uint32_t last) {
    for (std::uint32_t expected = first; expected <= last; ++expected) {
      const auto ledger = source_->Next();
      ASSERT_THAT(ledger, IsOk());
      ASSERT_EQ((*ledger)->sequence, expected);
      const std::vector<std::uint8_t> content = first_->Content(expected);
      ASSERT_EQ(AsText((*ledger)->xdr), AsText(content));
      origin_ = (*ledger)->origin;
    }
  }
  // Reads on, one ledger per step, until the ledgers come from `name`.
  void ReadUntilFrom(const std::string& name, std::uint32_t& next) {
    while (!origin_.starts_with(name)) {
      first_->SetTip(std::max(first_->tip(), next));
      second_->SetTip(std::max(second_->tip(), next));
      ExpectLedgers(next, next);
      ASSERT_FALSE(HasFatalFailure());
      ++next;
    }
  }

  LastStates states_;
  FailoverOptions options_;
  std::shared_ptr<FakeLedgers> first_ = std::make_shared<FakeLedgers>(1, 100);
  std::shared_ptr<FakeLedgers> second_ = std::make_shared<FakeLedgers>(1, 100);
  std::unique_ptr<LedgerSource> source_;
  std::string origin_;
};

TEST_F(FailoverSourceTest, ReadsThePreferredOneToTheEndOfTheRange) {
  Open({1, 100});
  ExpectLedgers(1, 100);
  EXPECT_TRUE(origin_.starts_with("first"));
  EXPECT_FALSE((*source_->Next()).has_value());
  EXPECT_EQ(source_->Describe(), "first, else second");
}

TEST_F(FailoverSourceTest, GoesOnWithTheNextOneAtTheSameLedgerAndComesBack) {
  Open({1, std::nullopt});
  first_->FailAt(40, {Code::kUnavailable, "gone"}, true);
  ExpectLedgers(1, 40);
  EXPECT_TRUE(origin_.starts_with("second"));
  std::uint32_t next = 41;
  ReadUntilFrom("first", next);
  EXPECT_EQ(states_.of("first").first, Health::kHealthy);
}

TEST_F(FailoverSourceTest, LeavesOneThatFallsBehind) {
  Open({100, std::nullopt});
  ExpectLedgers(100, 100);
  second_->SetTip(120);
  ExpectLedgers(101, 120);
  EXPECT_TRUE(origin_.starts_with("second"));
  first_->SetTip(121);
  origin_.clear();
  std::uint32_t next = 121;
  ReadUntilFrom("first", next);
}

// Its Extent waits until it is stopped.
class SilentSource final : public FakeLedgerSource {
 public:
  SilentSource(std::shared_ptr<FakeLedgers> ledgers, std::atomic<bool>& asked)
      : FakeLedgerSource(std::move(ledgers)), asked_(asked) {}
  Result<SourceExtent> Extent() override {
    asked_ = true;
    stopped_.get_future().wait();
    return Error{Code::kUnavailable, "cut"};
  }
  void Stop() override {
    if (!told_.exchange(true)) stopped_.set_value();
  }

 private:
  std::atomic<bool>& asked_;
  std::atomic<bool> told_ = false;
  std::promise<void> stopped_;
};

// Its connection breaks in the moment in which it is to be left.
class CutSource final : public FakeLedgerSource {
 public:
  using FakeLedgerSource::FakeLedgerSource;
  Result<std::optional<RawLedger>> Next() override {
    Result<std::optional<RawLedger>> ledger = FakeLedgerSource::Next();
    if (!ledger.ok()) return Error{Code::kUnavailable, "connection reset"};
    return ledger;
  }
};

TEST_F(FailoverSourceTest, WhatFailedOfItselfIsDownWhateverElseSpeaksAgainstIt) {
  source_ = MakeFailoverSource(
      {{"first",
        [&]() -> Result<std::unique_ptr<LedgerSource>> {
          return std::unique_ptr<LedgerSource>(std::make_unique<CutSource>(first_, "first"));
        }},
       Member("second", second_)},
      options_);
  ASSERT_THAT(source_->Seek({100, std::nullopt}), IsOk());
  ExpectLedgers(100, 100);
  second_->SetTip(120);
  ExpectLedgers(101, 120);
  EXPECT_EQ(states_.of("first").second, "down: connection reset");
}

TEST_F(FailoverSourceTest, StopEndsTheQuestionWhatThereIs) {
  std::atomic<bool> asked = false;
  const FailoverMember silent{
      "silent", [&]() -> Result<std::unique_ptr<LedgerSource>> {
        return std::unique_ptr<LedgerSource>(std::make_unique<SilentSource>(first_, asked));
      }};
  source_ = MakeFailoverSource({silent, Member("second", second_)}, options_);
  std::future<Status> extent =
      std::async(std::launch::async, [&] { return source_->Extent().status(); });
  ASSERT_TRUE(Eventually([&] { return asked.load(); }));
  source_->Stop();
  EXPECT_THAT(extent.get(), IsError(Code::kCancelled));
  // A run that goes on after it asks again.
  source_ = MakeFailoverSource({Member("first", first_)}, options_);
  source_->Stop();
  EXPECT_EQ(source_->Extent().value().ledgers.last(), 100);
}

TEST_F(FailoverSourceTest, LedgerThatTheProofRefusesComesFromAnother) {
  first_->ReplaceAt(7, [](RawLedger ledger) {
    ledger.xdr = ledger.xdr.first(8);
    return ledger;
  });
  options_.verify = [](RawLedger& ledger) {
    return ledger.xdr.size() == 64 ? Status() : Status(Code::kDataLoss, "header hash differs");
  };
  Open({1, 20});
  ExpectLedgers(1, 20);
  EXPECT_TRUE(origin_.starts_with("second"));
  EXPECT_EQ(CounterOf(MetricId::kSourceSwitches, {"first", "refused"}).value(), 1);
}

TEST_F(FailoverSourceTest, LedgerThatNobodyHasWholeIsNamedWithEveryReason) {
  first_->FailAt(7, {Code::kDataLoss, "torn object"});
  second_->FailAt(7, {Code::kNotFound, "no such ledger"});
  Open({1, 20});
  ExpectLedgers(1, 6);
  const auto failed = source_->Next();
  EXPECT_THAT(failed, IsError(Code::kDataLoss));
  EXPECT_THAT(failed, HasMessage("first: torn object; second: no such ledger"));
}

TEST_F(FailoverSourceTest, LedgerThatNobodyHasFromTheBeginningIsNotFound) {
  first_->FailAt(1, {Code::kNotFound, "begins at 5"});
  second_->FailAt(1, {Code::kNotFound, "begins at 9"});
  Open({1, 20});
  const auto failed = source_->Next();
  EXPECT_THAT(failed, IsError(Code::kNotFound));
  EXPECT_THAT(failed, HasMessage("first: begins at 5; second: begins at 9"));
}

TEST_F(FailoverSourceTest, LedgerThatNobodyHasYetIsWaitedFor) {
  options_.gap_wait_ms = 60'000;
  for (const auto& member : {first_, second_}) {
    member->FailAt(7, {Code::kDataLoss, "ledger 7 is missing"}, true);
  }
  Open({5, std::nullopt});
  ExpectLedgers(5, 8);
}

TEST_F(FailoverSourceTest, AProbeThatThrowsIsAMemberThatIsDown) {
  std::atomic<bool> throws = true;
  const FailoverMember sound = Member("second", second_);
  source_ = MakeFailoverSource({Member("first", first_),
                                {"second",
                                 [&]() -> Result<std::unique_ptr<LedgerSource>> {
                                   if (throws) throw std::runtime_error("a library threw");
                                   return sound.open();
                                 }}},
                               options_);
  ASSERT_THAT(source_->Seek({1, 100}), IsOk());
  ASSERT_TRUE(Eventually([&] { return states_.of("second").first == Health::kDegraded; }));
  EXPECT_THAT(states_.of("second").second, ::testing::HasSubstr("a library threw"));
  ExpectLedgers(1, 3);
  throws = false;
  EXPECT_TRUE(Eventually([&] { return states_.of("second").first == Health::kHealthy; }));
}

TEST_F(FailoverSourceTest, SkippedLedgerIsNeverPassedOn) {
  first_->ReplaceAt(5, [](RawLedger ledger) {
    ledger.sequence = 6;
    return ledger;
  });
  Open({1, 20});
  ExpectLedgers(1, 20);
}

TEST_F(FailoverSourceTest, StartsWithTheSecondWhenTheFirstIsDown) {
  first_->SetDown(Error{Code::kUnavailable, "refused"});
  Open({1, 100});
  ExpectLedgers(1, 10);
  EXPECT_TRUE(origin_.starts_with("second"));
  EXPECT_EQ(states_.of("first").first, Health::kDegraded);
}

TEST_F(FailoverSourceTest, GivesUpWhenNobodyWorksFromTheBeginning) {
  first_->SetDown(Error{Code::kUnavailable, "refused"});
  second_->SetDown(Error{Code::kUnavailable, "no route"});
  Open({1, 100});
  const auto failed = source_->Next();
  EXPECT_THAT(failed, IsError(Code::kUnavailable));
  EXPECT_THAT(failed, HasMessage("first: refused; second: no route"));
}

TEST_F(FailoverSourceTest, WaitsForOneToComeBackOnceItHasWorked) {
  Open({1, 100});
  ExpectLedgers(1, 10);
  first_->SetDown(Error{Code::kUnavailable, "refused"});
  second_->SetDown(Error{Code::kUnavailable, "no route"});
  auto next = std::async(std::launch::async, [&] { return source_->Next(); });
  EXPECT_EQ(next.wait_for(std::chrono::milliseconds(50)), std::future_status::timeout);
  second_->SetDown(std::nullopt);
  EXPECT_EQ((*next.get())->sequence, 11u);
}

TEST_F(FailoverSourceTest, StopEndsTheWaitAtTheTip) {
  Open({101, std::nullopt});
  auto next = std::async(std::launch::async, [&] { return source_->Next(); });
  EXPECT_EQ(next.wait_for(std::chrono::milliseconds(20)), std::future_status::timeout);
  source_->Stop();
  EXPECT_THAT(next.get(), IsError(Code::kCancelled));
  // Positioned again it works again, probes included.
  ASSERT_THAT(source_->Seek({100, std::nullopt}), IsOk());
  ExpectLedgers(100, 100);
  second_->SetTip(120);
  ExpectLedgers(101, 120);
}

}  // namespace
}  // namespace lake
