#include "extract/extraction.h"

#include <gtest/gtest.h>

#include <atomic>
#include <new>
#include <stdexcept>

#include "support/chain_source.h"
#include "support/fake_clock.h"
#include "support/fake_ledger_source.h"
#include "support/ledger_builder.h"
#include "support/matchers.h"
#include "support/threads_refused.h"
#include "tables/all.h"

namespace lake {
namespace {

using testing::BuiltLedger;
using testing::ChainSource;
using testing::FakeClock;
using testing::FakeLedgers;
using testing::FakeLedgerSource;
using testing::IsError;
using testing::IsOk;
using testing::LedgerChain;
using Outcome = Extraction::Outcome;

std::vector<BuiltLedger> Payments(std::size_t count) {
  return LedgerChain(testing::kTestPassphrase, 1000, 22).AddPayments(count);
}

// The workers ask it for the time of extraction.
class FailingClock final : public FakeClock {
 public:
  std::int64_t Now() override {
    if (--left_ < 0) throw std::bad_alloc();
    return FakeClock::Now();
  }
  void FailAfter(int calls) { left_ = calls; }

 private:
  std::atomic<int> left_ = 1'000'000;
};

class ExtractionTest : public ::testing::Test {
 protected:
  // It outlives the extraction.
  template <class Source, class... Of>
  Source& Make(Of&&... of) {
    auto source = std::make_unique<Source>(std::forward<Of>(of)...);
    Source& made = *source;
    source_ = std::move(source);
    return made;
  }
  void Start(LedgerSource& source, ExtractionOptions options = {.workers = 3}) {
    ASSERT_THAT(source.Seek({1000, std::nullopt}), IsOk());
    extraction_.emplace(source, pool_, network_, options, clock_);
    ASSERT_THAT(extraction_->Start(), IsOk());
  }
  // Sequences of the ledgers until something else comes, which is in status_.
  std::vector<std::uint32_t> TakeAll() {
    std::vector<std::uint32_t> taken;
    for (;;) {
      auto rows = extraction_->NextRows(stop_.get_token());
      status_ = rows.status();
      if (!rows.ok() || *rows == nullptr) return taken;
      taken.push_back((*rows)->sequence);
      pool_.Give(*std::move(rows));
    }
  }

  TableSet tables_ =
      SelectTables(std::vector<std::string>{"ledgers_row_v2", "operations_row_v2"}).value();
  Network network_ = NetworkOfPassphrase(testing::kTestPassphrase);
  FailingClock clock_;
  RowsPool pool_{tables_};
  std::stop_source stop_;
  Status status_;
  std::unique_ptr<LedgerSource> source_;
  std::optional<Extraction> extraction_;
};

TEST_F(ExtractionTest, GivesTheRowsOfEveryLedgerInOrder) {
  ChainSource& source = Make<ChainSource>(Payments(40));
  Start(source, {.workers = 4, .ahead_ledgers = 8});
  for (std::uint32_t sequence = 1000; sequence < 1040; ++sequence) {
    auto rows = extraction_->NextRows({});
    ASSERT_THAT(rows, IsOk());
    EXPECT_EQ((*rows)->sequence, sequence);
    ASSERT_EQ((*rows)->tables.size(), 2u);
    EXPECT_EQ((*rows)->tables[0].size(), 1u);
    EXPECT_EQ((*rows)->tables[1].size(), 1u);
    pool_.Give(*std::move(rows));
  }
  const auto end = extraction_->NextRows({});
  ASSERT_THAT(end, IsOk());
  EXPECT_EQ(*end, nullptr);
}

TEST_F(ExtractionTest, ReadsNoFurtherAheadThanItsBound) {
  ChainSource& source = Make<ChainSource>(Payments(40));
  std::atomic<std::uint32_t> asked = 0;
  source.BeforeEach([&](std::uint32_t sequence) { asked = sequence; });
  Start(source, {.workers = 1, .ahead_ledgers = 4});
  for (std::uint32_t sequence = 1000; sequence < 1040; ++sequence) {
    // Four are in line, one more is read and waits for its place.
    while (asked < std::min(sequence + 4, 1039u)) std::this_thread::yield();
    EXPECT_LE(asked, sequence + 4);
    ASSERT_EQ(extraction_->Next(std::nullopt, {}).outcome, Outcome::kItem);
  }
}

TEST_F(ExtractionTest, AFaultOfTheSourceComesInItsPlaceAndThenTheEnd) {
  ChainSource& source = Make<ChainSource>(Payments(10));
  source.FailAt(1004, {Code::kUnavailable, "the source is away"});
  Start(source);
  for (int i = 0; i < 4; ++i) EXPECT_THAT(extraction_->NextRows({}), IsOk());
  Extraction::Taken fault = extraction_->Next(std::nullopt, {});
  ASSERT_EQ(fault.outcome, Outcome::kItem);
  EXPECT_EQ(fault.item->rows, nullptr);
  EXPECT_THAT(fault.item->status, IsError(Code::kUnavailable, "the source is away"));
  EXPECT_EQ(extraction_->Next(std::nullopt, {}).outcome, Outcome::kEnd);
}

TEST_F(ExtractionTest, ALedgerThatDoesNotHoldIsNamedAndKeptWhole) {
  std::vector<BuiltLedger> ledgers = Payments(5);
  ledgers[2].xdr[100] ^= 0x40;
  const std::vector<std::uint8_t> bytes = ledgers[2].xdr;
  ChainSource& source = Make<ChainSource>(std::move(ledgers));
  Start(source);
  EXPECT_THAT(extraction_->NextRows({}), IsOk());
  EXPECT_THAT(extraction_->NextRows({}), IsOk());
  Extraction::Taken bad = extraction_->Next(std::nullopt, {});
  ASSERT_EQ(bad.outcome, Outcome::kItem);
  EXPECT_EQ(bad.item->rows, nullptr);
  EXPECT_THAT(bad.item->status, IsError(Code::kDataLoss, "ledger 1002 in chain:1002: "));
  EXPECT_TRUE(std::ranges::equal(bad.item->raw.xdr, bytes));
  EXPECT_THAT(extraction_->NextRows({}), IsOk());  // those behind it are read all the same
}

TEST_F(ExtractionTest, ALedgerInTheNameOfAnotherIsDataLoss) {
  std::vector<BuiltLedger> ledgers = Payments(3);
  ledgers[1].sequence = 1007;
  ChainSource& source = Make<ChainSource>(std::move(ledgers));
  Start(source);
  EXPECT_THAT(extraction_->NextRows({}), IsOk());
  EXPECT_THAT(extraction_->NextRows({}),
              IsError(Code::kDataLoss, "ledger 1001 stands where ledger 1007 was announced"));
}

TEST_F(ExtractionTest, AReaderThatThrowsEndsTheLine) {
  ChainSource& source = Make<ChainSource>(Payments(10));
  source.BeforeEach([](std::uint32_t sequence) {
    if (sequence == 1005) throw std::runtime_error("a library threw");
  });
  Start(source);
  EXPECT_LE(TakeAll().size(), 5u);
  EXPECT_THAT(status_, IsError(Code::kInternal, "lake-read: an exception escaped: a library"));
  EXPECT_EQ(extraction_->Next(std::nullopt, {}).outcome, Outcome::kFailed);
  EXPECT_THAT(extraction_->failure(), IsError(Code::kInternal));
}

TEST_F(ExtractionTest, AReaderWithoutMemoryEndsTheLine) {
  ChainSource& source = Make<ChainSource>(Payments(10));
  source.BeforeEach([](std::uint32_t) { throw std::bad_alloc(); });
  Start(source);
  EXPECT_TRUE(TakeAll().empty());
  EXPECT_THAT(status_, IsError(Code::kResourceExhausted, "lake-read: out of memory"));
}

// What the worker had taken would be waited for without end, also by those who wait for room.
TEST_F(ExtractionTest, AWorkerWithoutMemoryEndsTheLine) {
  ChainSource& source = Make<ChainSource>(Payments(40));
  clock_.FailAfter(6);
  Start(source, {.workers = 3, .ahead_ledgers = 2});
  EXPECT_LE(TakeAll().size(), 6u);
  EXPECT_THAT(status_, IsError(Code::kResourceExhausted, "lake-extract: out of memory"));
}

TEST_F(ExtractionTest, ThreadsThatTheSystemDoesNotGiveAreAnError) {
  ChainSource& source = Make<ChainSource>(Payments(10));
  ASSERT_THAT(source.Seek({1000, std::nullopt}), IsOk());
  extraction_.emplace(source, pool_, network_, ExtractionOptions{.workers = 3}, clock_);
  const testing::ThreadsRefused refused;
  EXPECT_THAT(extraction_->Start(), IsError(Code::kResourceExhausted, "lake-read"));
}

TEST_F(ExtractionTest, AStopEndsTheWaitAndTheEndOfItAllThreads) {
  FakeLedgerSource& source =
      Make<FakeLedgerSource>(std::make_shared<FakeLedgers>(1000, 999));  // nothing has come yet
  Start(source);
  EXPECT_EQ(extraction_->Next(0, {}).outcome, Outcome::kTimeout);
  std::jthread stopping([&] { stop_.request_stop(); });
  EXPECT_TRUE(TakeAll().empty());
  EXPECT_THAT(status_, IsError(Code::kCancelled));
  EXPECT_EQ(extraction_->Next(std::nullopt, stop_.get_token()).outcome, Outcome::kStopped);
  extraction_.reset();
}

// Nobody takes any more: reader and workers wait for room.
TEST_F(ExtractionTest, EndsAlsoWhenItIsFull) {
  ChainSource& source = Make<ChainSource>(Payments(40));
  Start(source, {.workers = 2, .ahead_ledgers = 2});
  while (GaugeOf(MetricId::kIngestQueueLedgers).value() < 2) std::this_thread::yield();
  extraction_.reset();
  EXPECT_EQ(GaugeOf(MetricId::kIngestQueueLedgers).value(), 0);
  EXPECT_EQ(GaugeOf(MetricId::kIngestQueueBytes).value(), 0);
}

}  // namespace
}  // namespace lake
