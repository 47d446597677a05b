#include "serve/ledger_hub.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <stdexcept>

#include "base/metrics.h"
#include "support/eventually.h"
#include "support/fake_ledger_source.h"
#include "support/matchers.h"

namespace lake {
namespace {

using testing::FakeLedgers;
using testing::FakeLedgerSource;
using testing::HasMessage;
using testing::IsError;
using testing::IsOk;
using testing::Stays;

SourceFactory FactoryOf(std::shared_ptr<FakeLedgers> ledgers) {
  return [ledgers]() -> Result<std::unique_ptr<LedgerSource>> {
    return std::unique_ptr<LedgerSource>(std::make_unique<FakeLedgerSource>(ledgers));
  };
}

std::future<Result<ServedLedger>> Ask(LedgerCursor& cursor) {
  auto promise = std::make_shared<std::promise<Result<ServedLedger>>>();
  cursor.Next([promise](Result<ServedLedger> ledger) { promise->set_value(std::move(ledger)); });
  return promise->get_future();
}

Result<ServedLedger> Take(LedgerCursor& cursor) { return Ask(cursor).get(); }

bool Waits(std::future<Result<ServedLedger>>& asked) {
  return asked.wait_for(std::chrono::milliseconds(20)) == std::future_status::timeout;
}

TEST(LedgerHub, GivesLedgersInOrderAndFollowsTheTip) {
  const auto ledgers = std::make_shared<FakeLedgers>(100, 103);
  LedgerHub hub(FactoryOf(ledgers), {});
  LedgerCursor cursor(hub, 101);
  for (std::uint32_t expected = 101; expected <= 103; ++expected) {
    const Result<ServedLedger> ledger = Take(cursor);
    ASSERT_THAT(ledger, IsOk());
    EXPECT_EQ(ledger->sequence, expected);
  }
  auto next = Ask(cursor);
  EXPECT_TRUE(Waits(next));
  ledgers->SetTip(104);
  EXPECT_EQ(next.get()->sequence, 104u);
  EXPECT_EQ(hub.highest_ledger(), 104u);
}

TEST(LedgerHub, ManyClientsAtTheTipCostOneRead) {
  const auto ledgers = std::make_shared<FakeLedgers>(1, 1);
  LedgerHub hub(FactoryOf(ledgers), {});
  std::list<LedgerCursor> cursors;
  for (int i = 0; i < 20; ++i) cursors.emplace_back(hub, 1);
  for (std::uint32_t tip = 1; tip <= 30; ++tip) {
    ledgers->SetTip(tip);
    for (LedgerCursor& cursor : cursors) EXPECT_EQ(Take(cursor)->sequence, tip);
  }
  EXPECT_EQ(ledgers->reads(), 30u);
  EXPECT_EQ(ledgers->opens(), 1u);
}

TEST(LedgerHub, ClientThatFellBehindGetsItsOwnReaderAndJoinsTheOthersAgain) {
  const auto ledgers = std::make_shared<FakeLedgers>(1, 1000, 1000);
  LedgerHub hub(FactoryOf(ledgers), {.cache_bytes = 20'000, .read_ahead_bytes = 5'000});
  LedgerCursor slow(hub, 1);
  LedgerCursor fast(hub, 1);
  EXPECT_EQ(Take(slow)->sequence, 1u);
  for (std::uint32_t expected = 1; expected <= 1000; ++expected) {
    ASSERT_EQ(Take(fast)->sequence, expected);
  }
  EXPECT_EQ(hub.readers(), 1u);
  EXPECT_EQ(Take(slow)->sequence, 2u);
  EXPECT_EQ(hub.readers(), 2u);
  for (std::uint32_t expected = 3; expected <= 1000; ++expected) {
    ASSERT_EQ(Take(slow)->sequence, expected);
  }
  const std::uint64_t reads = ledgers->reads();
  ledgers->SetTip(1001);
  EXPECT_EQ(Take(slow)->sequence, 1001u);
  EXPECT_EQ(Take(fast)->sequence, 1001u);
  EXPECT_EQ(ledgers->reads(), reads + 1);
}

TEST(LedgerHub, ReadsNoFurtherAheadThanItsBound) {
  const auto ledgers = std::make_shared<FakeLedgers>(1, 100'000, 1000);
  LedgerHub hub(FactoryOf(ledgers), {.cache_bytes = 1'000'000, .read_ahead_bytes = 10'000});
  LedgerCursor cursor(hub, 1);
  EXPECT_EQ(Take(cursor)->sequence, 1u);
  EXPECT_TRUE(Stays([&] { return ledgers->reads() <= 12; }));
}

TEST(LedgerHub, ReadsOnWhenHalfOfWhatIsAheadIsTaken) {
  const auto ledgers = std::make_shared<FakeLedgers>(1, 100'000, 1000);
  LedgerHub hub(FactoryOf(ledgers), {.cache_bytes = 1'000'000, .read_ahead_bytes = 10'000});
  LedgerCursor cursor(hub, 1);
  EXPECT_EQ(Take(cursor)->sequence, 1u);
  while (ledgers->reads() < 11) std::this_thread::yield();
  EXPECT_TRUE(Stays([&] { return ledgers->reads() == 11; }));
  for (std::uint32_t expected = 2; expected <= 5; ++expected) {
    EXPECT_EQ(Take(cursor)->sequence, expected);
  }
  EXPECT_TRUE(Stays([&] { return ledgers->reads() == 11; }));
  for (std::uint32_t expected = 6; expected <= 9; ++expected) {
    EXPECT_EQ(Take(cursor)->sequence, expected);
  }
  while (ledgers->reads() < 17) std::this_thread::yield();
}

TEST(LedgerHub, CursorKnowsWhetherTheNextLedgerIsThere) {
  const auto ledgers = std::make_shared<FakeLedgers>(1, 2);
  LedgerHub hub(FactoryOf(ledgers), {});
  LedgerCursor cursor(hub, 1);
  EXPECT_FALSE(cursor.HasNext());
  EXPECT_EQ(Take(cursor)->sequence, 1u);
  while (!cursor.HasNext()) std::this_thread::yield();
  EXPECT_EQ(Take(cursor)->sequence, 2u);
  EXPECT_FALSE(cursor.HasNext());
}

TEST(LedgerHub, FaultOfTheSourceNamesTheLedgerAndComesInItsPlace) {
  const auto ledgers = std::make_shared<FakeLedgers>(1, 100);
  ledgers->FailAt(4, {Code::kDataLoss, "torn object"}, true);
  LedgerHub hub(FactoryOf(ledgers), {});
  LedgerCursor cursor(hub, 2);
  EXPECT_EQ(Take(cursor)->sequence, 2u);
  EXPECT_EQ(Take(cursor)->sequence, 3u);
  const Result<ServedLedger> failed = Take(cursor);
  EXPECT_THAT(failed, IsError(Code::kDataLoss));
  EXPECT_THAT(failed, HasMessage("ledger 4: torn object"));
  LedgerCursor again(hub, 4);
  EXPECT_EQ(Take(again)->sequence, 4u);
}

TEST(LedgerHub, LedgerThatTheSourceSkipsIsAnErrorNotAGap) {
  const auto ledgers = std::make_shared<FakeLedgers>(1, 100);
  ledgers->ReplaceAt(3, [](RawLedger ledger) {
    ledger.sequence = 4;
    return ledger;
  });
  LedgerHub hub(FactoryOf(ledgers), {});
  LedgerCursor cursor(hub, 2);
  EXPECT_EQ(Take(cursor)->sequence, 2u);
  const Result<ServedLedger> failed = Take(cursor);
  EXPECT_THAT(failed, IsError(Code::kDataLoss));
  EXPECT_THAT(failed, HasMessage("ledger 3: the source gave ledger 4"));
}

TEST(LedgerHub, LedgerBeforeTheSourceBeginsIsNotFound) {
  LedgerHub hub(FactoryOf(std::make_shared<FakeLedgers>(50, 100)), {});
  LedgerCursor cursor(hub, 7);
  const Result<ServedLedger> failed = Take(cursor);
  EXPECT_THAT(failed, IsError(Code::kNotFound));
  EXPECT_THAT(failed, HasMessage("ledger 7: fake begins at ledger 50"));
}

TEST(LedgerHub, ASourceThatThrowsEndsThoseWhoWait) {
  const double before = GaugeOf(MetricId::kServeReaders).value();
  {
    LedgerHub hub(
        []() -> Result<std::unique_ptr<LedgerSource>> {
          throw std::runtime_error("a library threw");
        },
        {});
    LedgerCursor cursor(hub, 7);
    const Result<ServedLedger> failed = Take(cursor);
    EXPECT_THAT(failed, IsError(Code::kInternal));
    EXPECT_THAT(failed, HasMessage("a library threw"));
    EXPECT_THAT(Take(cursor), IsError(Code::kInternal));  // not a wait without end
  }
  EXPECT_EQ(GaugeOf(MetricId::kServeReaders).value(), before);
}

TEST(LedgerHub, AClientThatThrowsCostsTheOthersNothing) {
  const auto ledgers = std::make_shared<FakeLedgers>(1, 1);
  LedgerHub hub(FactoryOf(ledgers), {});
  LedgerCursor throwing(hub, 2);
  LedgerCursor other(hub, 2);
  throwing.Next([](const Result<ServedLedger>&) { throw std::runtime_error("no memory"); });
  auto asked = Ask(other);
  ledgers->SetTip(3);
  EXPECT_EQ(asked.get()->sequence, 2u);
  EXPECT_EQ(Take(other)->sequence, 3u);
}

TEST(LedgerHub, WhatASourceLacksAsAWholeIsNotTheClientsFault) {
  const auto ledgers = std::make_shared<FakeLedgers>(50, 100);
  ledgers->SetDown(Error{Code::kNotFound, "no manifest"});
  LedgerHub hub(FactoryOf(ledgers), {});
  LedgerCursor cursor(hub, 60);
  EXPECT_THAT(Take(cursor), IsError(Code::kUnavailable));
  LedgerHub nowhere(
      []() -> Result<std::unique_ptr<LedgerSource>> {
        return Error{Code::kNotFound, "no such folder"};
      },
      {});
  LedgerCursor lost(nowhere, 60);
  EXPECT_THAT(Take(lost), IsError(Code::kUnavailable));
}

TEST(LedgerHub, RefusesMorePositionsThanItHasReaders) {
  LedgerHub hub(FactoryOf(std::make_shared<FakeLedgers>(1, 1'000'000)), {.max_readers = 2});
  LedgerCursor first(hub, 1);
  LedgerCursor second(hub, 500'000);
  LedgerCursor third(hub, 900'000);
  EXPECT_THAT(Take(first), IsOk());
  EXPECT_THAT(Take(second), IsOk());
  EXPECT_THAT(Take(third), IsError(Code::kResourceExhausted));
}

TEST(LedgerHub, ReaderWithoutClientsMakesRoomForAnother) {
  LedgerHub hub(FactoryOf(std::make_shared<FakeLedgers>(1, 1'000'000)), {.max_readers = 1});
  {
    LedgerCursor first(hub, 1);
    EXPECT_THAT(Take(first), IsOk());
  }
  LedgerCursor second(hub, 500'000);
  EXPECT_THAT(Take(second), IsOk());
}

TEST(LedgerHub, CancelForgetsAWaitingClientOnce) {
  const auto ledgers = std::make_shared<FakeLedgers>(1, 1);
  LedgerHub hub(FactoryOf(ledgers), {});
  LedgerCursor cursor(hub, 2);
  bool called = false;
  cursor.Next([&](const Result<ServedLedger>&) { called = true; });
  EXPECT_TRUE(cursor.Cancel());
  EXPECT_FALSE(cursor.Cancel());
  EXPECT_THAT(Take(cursor), IsError(Code::kCancelled));
  EXPECT_FALSE(called);
}

TEST(LedgerHub, StopEndsThoseWhoWait) {
  LedgerHub hub(FactoryOf(std::make_shared<FakeLedgers>(1, 1)), {});
  LedgerCursor cursor(hub, 2);
  auto asked = Ask(cursor);
  hub.Stop();
  EXPECT_THAT(asked.get(), IsError(Code::kCancelled));
  EXPECT_THAT(Take(cursor), IsError(Code::kCancelled));
}

}  // namespace
}  // namespace lake
