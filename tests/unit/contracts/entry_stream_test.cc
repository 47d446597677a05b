#include "contracts/entry_stream.h"

#include <gtest/gtest.h>

#include <chrono>

#include "contract_ledgers.h"
#include "support/eventually.h"
#include "support/fake_chain.h"
#include "support/fake_clock.h"
#include "support/matchers.h"

namespace lake::testing {
namespace {

constexpr std::int64_t kLong = 120'000;  // milliseconds of a clock that stands still

class EntryStreamTest : public ::testing::Test {
 protected:
  void Start(StreamRange range, EntryStreamOptions options = {.workers = 3}) {
    options.network_id = Sha256(AsBytes(kTestPassphrase));
    stream_.emplace(FactoryOf(ledgers_), range, EntryFilter{}, options, clock_);
    ASSERT_THAT(stream_->Start(), IsOk());
  }
  // Sequences of the ledgers until the end or an error, which is in status_.
  std::vector<std::uint32_t> TakeAll() {
    std::vector<std::uint32_t> taken;
    for (;;) {
      auto next = stream_->Next(kLong, {});
      status_ = next.status();
      if (!next.ok() || next->ended) return taken;
      if (next->entries) taken.push_back(next->entries->sequence);
    }
  }
  static std::vector<std::uint32_t> Sequences(std::uint32_t first, std::uint32_t last) {
    std::vector<std::uint32_t> all;
    for (std::uint32_t s = first; s <= last; ++s) all.push_back(s);
    return all;
  }

  std::shared_ptr<FakeLedgers> ledgers_ = FakeChain(CounterLedgers(100, 40), 139);
  FakeClock clock_;
  Status status_;
  std::optional<EntryStream> stream_;
};

TEST_F(EntryStreamTest, GivesARangeInOrder) {
  Start({105, 130});
  EXPECT_EQ(TakeAll(), Sequences(105, 130));
  EXPECT_THAT(status_, IsOk());
}

TEST_F(EntryStreamTest, WithoutAStartBeginsAtTheNewestLedgerAndFollows) {
  ledgers_->SetTip(120);
  Start({});
  EXPECT_EQ(stream_->Next(kLong, {})->entries->sequence, 120u);
  EXPECT_FALSE(stream_->Next(0, {})->entries.has_value());
  ledgers_->SetTip(121);
  EXPECT_EQ(stream_->Next(kLong, {})->entries->sequence, 121u);
}

TEST_F(EntryStreamTest, EndsWithAFaultOfTheSourceInItsPlace) {
  ledgers_->FailAt(110, {Code::kUnavailable, "the source is away"});
  Start({105, std::nullopt});
  EXPECT_EQ(TakeAll(), Sequences(105, 109));
  EXPECT_THAT(status_, IsError(Code::kUnavailable, "the source is away"));
}

TEST_F(EntryStreamTest, TellsWhyTheSourceCannotBeOpenedOrPositioned) {
  Start({5, std::nullopt});
  EXPECT_TRUE(TakeAll().empty());
  EXPECT_THAT(status_, IsError(Code::kNotFound, "begins at ledger 100, not 5"));
  stream_.emplace(
      []() {
        return Error{Code::kUnavailable, "no such host"};
      },
      StreamRange{}, EntryFilter{}, EntryStreamOptions{}, clock_);
  ASSERT_THAT(stream_->Start(), IsOk());
  EXPECT_TRUE(TakeAll().empty());
  EXPECT_THAT(status_, IsError(Code::kUnavailable, "no such host"));
}

TEST_F(EntryStreamTest, RefusesALedgerThatDoesNotFollow) {
  const std::vector<BuiltLedger> others = CounterLedgers(107, 1);
  ledgers_->ReplaceAt(107, [&](RawLedger raw) {
    raw.xdr = others[0].xdr;
    return raw;
  });
  Start({105, 110});
  EXPECT_EQ(TakeAll(), Sequences(105, 106));
  EXPECT_THAT(status_, IsError(Code::kDataLoss, "ledger 107: does not chain"));
}

TEST_F(EntryStreamTest, SkipsNoLedgerUnlessGapsAreAllowed) {
  const std::vector<BuiltLedger> all = CounterLedgers(100, 40);
  ledgers_->ReplaceAt(107, [&](RawLedger raw) {
    raw.sequence = 108;
    raw.xdr = all[8].xdr;
    return raw;
  });
  Start({105, 107});
  EXPECT_EQ(TakeAll(), Sequences(105, 106));
  EXPECT_THAT(status_, IsError(Code::kDataLoss, "1 ledgers are missing"));
  Start({105, 107}, {.allow_gaps = true});
  EXPECT_EQ(TakeAll(), (std::vector<std::uint32_t>{105, 106, 108}));
}

TEST_F(EntryStreamTest, ReadsNoFurtherAheadThanItsBound) {
  Start({100, std::nullopt}, {.workers = 1, .ahead_ledgers = 4});
  ASSERT_TRUE(Eventually([&] { return ledgers_->reads() >= 5; }));
  EXPECT_TRUE(Stays([&] { return ledgers_->reads() == 5; }));  // four in line, one waits
  for (int i = 0; i < 10; ++i) ASSERT_TRUE(stream_->Next(kLong, {})->entries.has_value());
  EXPECT_LE(ledgers_->reads(), 15u);
}

TEST_F(EntryStreamTest, CanBeStoppedAndDroppedWhileItWaits) {
  ledgers_->SetTip(100);
  Start({100, std::nullopt});
  ASSERT_TRUE(stream_->Next(kLong, {})->entries.has_value());
  std::stop_source stop;
  stop.request_stop();
  EXPECT_THAT(stream_->Next(kLong, stop.get_token()), IsError(Code::kCancelled));
  stream_.reset();
}

}  // namespace
}  // namespace lake::testing
