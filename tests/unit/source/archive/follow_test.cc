#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <thread>

#include "source/archive/archive_source.h"
#include "source/archive/object_key.h"
#include "source/source_observer.h"
#include "support/fake_clock.h"
#include "support/fake_object_store.h"
#include "support/matchers.h"
#include "support/read_ledgers.h"
#include "support/tiny_ledger.h"

namespace lake {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::IsError;
using testing::IsOk;

// Time passes only by sleeping; `on_sleep` is what the world does meanwhile.
class ScriptedClock final : public testing::FakeClock {
 public:
  bool SleepFor(std::int64_t micros, std::stop_token stop) override {
    Advance(micros);
    ++sleeps;
    if (on_sleep) on_sleep(sleeps);
    return !stop.stop_requested();
  }
  int sleeps = 0;
  std::function<void(int)> on_sleep;
};

class FollowTest : public ::testing::TestWithParam<bool>, public SourceObserver {
 protected:
  FollowTest() {
    options_.clock = &clock_;
    options_.observer = this;
    store_->Put(".config.json", R"({"ledgersPerBatch":1,"batchesPerPartition":100})");
  }
  static std::string Key(std::uint32_t ledger) {
    return ArchiveSchema{1, 100}.KeyOf(ledger, "zst");
  }
  void Put(std::uint32_t ledger) {
    store_->Put(Key(ledger), testing::ZstdFrame(testing::TinyBatch(ledger, ledger)));
  }
  void OnSourceState(std::string_view, Health health, std::string_view detail) override {
    told_.push_back(fmt::format("{} {}", HealthName(health), detail));
  }
  std::unique_ptr<LedgerSource> Open() { return OpenArchive(store_, options_).value(); }

  ScriptedClock clock_;
  SourceOptions options_;
  std::vector<std::string> told_;  // to /health
  std::shared_ptr<testing::FakeObjectStore> store_ =
      std::make_shared<testing::FakeObjectStore>(GetParam());
};

TEST_P(FollowTest, WaitsForNewLedgersAndGivesThemInOrder) {
  for (std::uint32_t ledger = 190; ledger <= 195; ++ledger) Put(ledger);
  clock_.on_sleep = [&](int sleeps) {
    // Across the border of a partition, one or several at once.
    if (sleeps == 3) Put(196);
    if (sleeps == 5) {
      for (std::uint32_t ledger = 197; ledger <= 203; ++ledger) Put(ledger);
    }
  };
  auto source = Open();
  ASSERT_THAT(source->Seek({193, std::nullopt}), IsOk());
  EXPECT_EQ(testing::TakeLedgers(*source, 11), "193 194 195 196 197 198 199 200 201 202 203");
  EXPECT_EQ(clock_.sleeps, 5);
}

TEST_P(FollowTest, WaitsForALakeThatHasNotBegun) {
  clock_.on_sleep = [&](int sleeps) {
    if (sleeps == 2) Put(2);
  };
  auto source = Open();
  ASSERT_THAT(source->Seek({2, std::nullopt}), IsOk());
  EXPECT_EQ(testing::TakeLedgers(*source, 1), "2");
}

TEST_P(FollowTest, ReadsTheNewestObjectAgainWhileItIsWritten) {
  Put(100);
  const std::string whole = testing::ZstdFrame(testing::TinyBatch(101, 101));
  store_->Put(Key(101), whole.substr(0, whole.size() / 2));
  clock_.on_sleep = [&](int sleeps) {
    if (sleeps == 3) store_->Put(Key(101), whole);
  };
  auto source = Open();
  ASSERT_THAT(source->Seek({100, std::nullopt}), IsOk());
  EXPECT_EQ(testing::TakeLedgers(*source, 2), "100 101");
}

TEST_P(FollowTest, GivesUpOnAnObjectThatStaysDamaged) {
  Put(100);
  store_->Put(Key(101), testing::ZstdFrame(testing::TinyBatch(101, 101)).substr(0, 50));
  auto source = Open();
  ASSERT_THAT(source->Seek({100, std::nullopt}), IsOk());
  EXPECT_EQ(testing::TakeLedgers(*source, 1), "100");
  EXPECT_THAT(source->Next(), IsError(Code::kDataLoss));
}

TEST_P(FollowTest, StopEndsAWait) {
  Put(100);
  auto source = Open();
  ASSERT_THAT(source->Seek({101, std::nullopt}), IsOk());
  clock_.on_sleep = [&](int) { source->Stop(); };
  EXPECT_THAT(source->Next(), IsError(Code::kCancelled));
  EXPECT_THAT(source->Next(), IsError(Code::kCancelled));
}

TEST_P(FollowTest, StopEndsAFetchThatHangs) {
  Put(100);
  Put(101);
  std::stop_source release;
  store_->before_get = [&](std::string_view key) {
    while (key == Key(101) && !release.stop_requested()) std::this_thread::yield();
    return Status();
  };
  auto source = Open();
  ASSERT_THAT(source->Seek({100, 101}), IsOk());
  EXPECT_EQ(testing::TakeLedgers(*source, 1), "100");
  std::jthread stopper([&] { source->Stop(); });
  EXPECT_THAT(source->Next(), IsError(Code::kCancelled));
  release.request_stop();
}

TEST_P(FollowTest, NamesALedgerWhoseObjectIsMissing) {
  for (std::uint32_t ledger = 100; ledger <= 120; ++ledger) Put(ledger);
  store_->Remove(Key(110));
  auto source = Open();
  const std::string read = testing::ReadLedgers(*source, {105, 115});
  EXPECT_TRUE(read.starts_with("105 106 107 108 109 ")) << read;
  EXPECT_NE(read.find("ledger 110"), read.npos) << read;
  EXPECT_NE(read.find("missing"), read.npos) << read;
  options_.allow_gaps = true;
  EXPECT_EQ(testing::ReadLedgers(*Open(), {108, 112}), "108 109 111 112");
}

TEST_P(FollowTest, NamesALedgerThatTheLakeWentPast) {
  for (std::uint32_t ledger = 190; ledger <= 195; ++ledger) Put(ledger);
  clock_.on_sleep = [&](int) {
    for (std::uint32_t ledger = 197; ledger <= 210; ++ledger) Put(ledger);
  };
  auto source = Open();
  ASSERT_THAT(source->Seek({195, std::nullopt}), IsOk());
  EXPECT_EQ(testing::TakeLedgers(*source, 1), "195");
  const auto next = source->Next();
  EXPECT_THAT(next, IsError(Code::kDataLoss));
  EXPECT_THAT(next, testing::HasMessage("ledger 196"));
}

// Copying programs put objects in place in any order.
TEST_P(FollowTest, WaitsForALedgerThatComesLate) {
  for (std::uint32_t ledger = 100; ledger <= 110; ++ledger) Put(ledger);
  store_->Remove(Key(104));
  clock_.on_sleep = [&](int sleeps) {
    if (sleeps == 30) Put(104);
  };
  auto source = Open();
  ASSERT_THAT(source->Seek({102, std::nullopt}), IsOk());
  EXPECT_EQ(testing::TakeLedgers(*source, 9), "102 103 104 105 106 107 108 109 110");
  EXPECT_EQ(clock_.sleeps, 30);
  EXPECT_THAT(told_, ElementsAre(AllOf(HasSubstr("degraded"), HasSubstr("104")), "healthy "));
}

TEST_P(FollowTest, EndsWhenALedgerDoesNotCome) {
  for (std::uint32_t ledger = 100; ledger <= 110; ++ledger) Put(ledger);
  store_->Remove(Key(104));
  auto source = Open();
  ASSERT_THAT(source->Seek({102, std::nullopt}), IsOk());
  EXPECT_EQ(testing::TakeLedgers(*source, 2), "102 103");
  const auto next = source->Next();
  EXPECT_THAT(next, IsError(Code::kDataLoss));
  EXPECT_THAT(next, testing::HasMessage("104"));
  EXPECT_GE(clock_.sleeps, 60);
  EXPECT_LE(clock_.sleeps, 64);
}

TEST_P(FollowTest, WaitsForNothingThatABoundedRangeLacks) {
  for (std::uint32_t ledger = 100; ledger <= 110; ++ledger) Put(ledger);
  auto source = Open();
  store_->Remove(Key(104));
  const std::string read = testing::ReadLedgers(*source, {102, 109});
  EXPECT_TRUE(read.starts_with("102 103 ")) << read;
  EXPECT_EQ(clock_.sleeps, 0);
}

// What lies behind a hole shows only where names are listed.
class ListedFollowTest : public FollowTest {};

TEST_P(ListedFollowTest, SkipsALateLedgerOnlyAfterItWasWaitedFor) {
  options_.allow_gaps = true;
  for (std::uint32_t ledger = 100; ledger <= 103; ++ledger) Put(ledger);
  clock_.on_sleep = [&](int sleeps) {
    if (sleeps == 1) Put(105);  // at the tip
    if (sleeps == 20) Put(104);
    if (sleeps == 21) Put(107);
  };
  auto source = Open();
  ASSERT_THAT(source->Seek({102, std::nullopt}), IsOk());
  EXPECT_EQ(testing::TakeLedgers(*source, 5), "102 103 104 105 107");
  EXPECT_GE(clock_.sleeps, 80);
}

TEST_P(FollowTest, WaitsForItsFirstLedgerWhenItIsAskedTo) {
  Put(101);
  options_.awaits_first = true;
  clock_.on_sleep = [&](int sleeps) {
    if (sleeps == 20) Put(100);
  };
  auto source = Open();
  ASSERT_THAT(source->Seek({100, std::nullopt}), IsOk());
  EXPECT_EQ(testing::TakeLedgers(*source, 2), "100 101");
}

TEST_P(ListedFollowTest, SaysAtOnceThatItsFirstLedgerIsNotThereOtherwise) {
  Put(101);
  auto source = Open();
  EXPECT_THAT(source->Seek({100, std::nullopt}), IsError(Code::kNotFound));
}

TEST_P(FollowTest, WaitsLongerThanForAGapAtTheTip) {
  Put(99);
  options_.awaits_first = true;
  clock_.on_sleep = [&](int sleeps) {
    if (sleeps == 500) Put(100);
  };
  auto source = Open();
  ASSERT_THAT(source->Seek({100, std::nullopt}), IsOk());
  EXPECT_EQ(testing::TakeLedgers(*source, 1), "100");
  EXPECT_THAT(told_, IsEmpty());
}

TEST_P(FollowTest, EndsWhenTheLakeDoesNotComeToItsFirstLedger) {
  Put(90);
  options_.awaits_first = true;
  auto source = Open();
  ASSERT_THAT(source->Seek({100, std::nullopt}), IsOk());
  const auto next = source->Next();
  EXPECT_THAT(next, IsError(Code::kNotFound));
  EXPECT_THAT(next, testing::HasMessage("ledger 100 is not there"));
  EXPECT_GE(clock_.sleeps, 60);
}

TEST_P(ListedFollowTest, WaitsWhileTheLakeComesNearerToItsFirstLedger) {
  Put(90);
  options_.awaits_first = true;
  clock_.on_sleep = [&](int sleeps) {
    if (sleeps % 40 == 0 && sleeps <= 400) Put(90 + static_cast<std::uint32_t>(sleeps) / 40);
  };
  auto source = Open();
  ASSERT_THAT(source->Seek({100, std::nullopt}), IsOk());
  EXPECT_EQ(testing::TakeLedgers(*source, 1), "100");
}

TEST_P(FollowTest, PassesOnWhatTheStoreSays) {
  Put(100);
  Put(101);
  store_->before_get = [&](std::string_view key) {
    return key == Key(101) ? Status(Code::kUnavailable, "503 for too long") : Status();
  };
  const std::string read = testing::ReadLedgers(*Open(), {100, 101});
  EXPECT_TRUE(read.starts_with("100 ")) << read;
  EXPECT_NE(read.find("503 for too long"), read.npos) << read;
}

TEST_P(FollowTest, OutlivesALongOutageOfItsStore) {
  for (std::uint32_t ledger = 100; ledger <= 104; ++ledger) Put(ledger);
  int refused = 0;
  store_->before_get = [&](std::string_view key) {
    if (key != Key(102) || refused == 30) return Status();
    ++refused;
    return Status(Code::kUnavailable, "no such host");
  };
  auto source = Open();
  ASSERT_THAT(source->Seek({100, std::nullopt}), IsOk());
  EXPECT_EQ(testing::TakeLedgers(*source, 5), "100 101 102 103 104");
  EXPECT_EQ(refused, 30);
}

INSTANTIATE_TEST_SUITE_P(Lakes, FollowTest, ::testing::Bool(),
                         [](const auto& listing) { return listing.param ? "Listed" : "Computed"; });
INSTANTIATE_TEST_SUITE_P(Lakes, ListedFollowTest, ::testing::Values(true));

}  // namespace
}  // namespace lake
