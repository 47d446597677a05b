#include "contracts/entry_batches.h"

#include <arrow/array.h>
#include <arrow/record_batch.h>
#include <arrow/scalar.h>
#include <arrow/type.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "contract_ledgers.h"
#include "flight/flight_status.h"
#include "support/fake_chain.h"
#include "support/fake_clock.h"
#include "support/matchers.h"

namespace lake::testing {
namespace {

using ::testing::ElementsAre;
using Cut = EntryBatches::Cut;

class EntryBatchesTest : public ::testing::Test {
 protected:
  void Start(StreamRange range, const BatchLimits& limits, const EntryFilter& filter = {}) {
    Start(range, limits, filter, clock_);
  }
  void Start(StreamRange range, const BatchLimits& limits, const EntryFilter& filter,
             Clock& clock) {
    const EntryStreamOptions options{.workers = 2, .network_id = Sha256(AsBytes(kTestPassphrase))};
    stream_.emplace(FactoryOf(ledgers_), range, filter, options, clock);
    ASSERT_THAT(stream_->Start(), IsOk());
    batches_.emplace(*stream_, limits, clock);
  }
  // The next batch; without one at the end or after an error, which is in status_.
  Cut Next() {
    for (;;) {
      Result<Cut> cut = batches_->Next({});
      status_ = cut.status();
      if (!cut.ok()) return {};
      if (cut->batch == nullptr && !cut->ended) continue;
      if (cut->batch != nullptr) {
        EXPECT_THAT(FromArrow(cut->batch->ValidateFull()), IsOk());
      }
      return *cut;
    }
  }

  std::shared_ptr<FakeLedgers> ledgers_ = FakeChain(CounterLedgers(100, 20, 7), 119);
  FakeClock clock_;  // stands still: nothing is sent because of time
  Status status_;
  std::optional<EntryStream> stream_;
  std::optional<EntryBatches> batches_;
};

TEST_F(EntryBatchesTest, AreFullAndTellWhatIsComplete) {
  Start({100, 109}, {.rows = 20});
  std::vector<std::int64_t> rows;
  std::vector<std::optional<std::uint32_t>> complete;
  for (Cut cut = Next(); cut.batch != nullptr; cut = Next()) {
    rows.push_back(cut.batch->num_rows());
    complete.push_back(cut.complete_through);
  }
  EXPECT_THAT(status_, IsOk());
  EXPECT_THAT(rows, ElementsAre(20, 20, 20, 10));
  EXPECT_THAT(complete, ElementsAre(101u, 104u, 107u, 109u));
}

TEST_F(EntryBatchesTest, SaysNothingOfALedgerThatIsNotWholeYet) {
  Start({100, 100}, {.rows = 5});
  EXPECT_EQ(Next().complete_through, std::nullopt);
  EXPECT_EQ(Next().complete_through, 100u);
  EXPECT_TRUE(Next().ended);
}

TEST_F(EntryBatchesTest, AreBoundedInBytesToo) {
  Start({100, 119}, {.rows = 1000, .text_bytes = 1});
  EXPECT_EQ(Next().batch->num_rows(), 7);  // a slice of the first ledger
}

TEST_F(EntryBatchesTest, GoOutAtTheTipWithoutBeingFull) {
  ledgers_->SetTip(101);
  Start({100, std::nullopt}, {.rows = 1000, .linger_ms = 1}, {}, SystemClock());
  std::int64_t rows = 0;
  std::optional<std::uint32_t> complete;
  while (complete != 101u) {
    const Cut cut = Next();
    ASSERT_NE(cut.batch, nullptr) << status_.error().message;
    rows += cut.batch->num_rows();
    complete = cut.complete_through;
  }
  EXPECT_EQ(rows, 14);
  ledgers_->SetTip(102);
  EXPECT_EQ(Next().complete_through, 102u);
}

TEST_F(EntryBatchesTest, TellOfLedgersWithoutRowsAtTheTip) {
  ledgers_->SetTip(100);
  Start({100, std::nullopt}, {.progress_ms = 1}, {.asset_codes = {"NONE"}}, SystemClock());
  for (std::uint32_t tip = 100; tip < 103; ++tip) {
    ledgers_->SetTip(tip);
    const Cut cut = Next();
    ASSERT_NE(cut.batch, nullptr);
    EXPECT_EQ(cut.batch->num_rows(), 0);
    EXPECT_EQ(cut.complete_through, tip);
  }
}

TEST_F(EntryBatchesTest, TellOfLedgersWithoutRowsAtTheEnd) {
  Start({100, 119}, {.rows = 1000}, {.asset_codes = {"NONE"}});
  const Cut told = Next();
  ASSERT_NE(told.batch, nullptr);
  EXPECT_EQ(told.batch->num_rows(), 0);
  EXPECT_EQ(told.complete_through, 119u);
  EXPECT_TRUE(Next().ended);
}

TEST_F(EntryBatchesTest, BringWhatWasThereBeforeAnError) {
  ledgers_->FailAt(103, {Code::kDataLoss, "torn"});
  Start({100, std::nullopt}, {.rows = 1000});
  const Cut cut = Next();
  ASSERT_NE(cut.batch, nullptr);
  EXPECT_EQ(cut.batch->num_rows(), 21);
  EXPECT_EQ(cut.complete_through, 102u);
  EXPECT_EQ(Next().batch, nullptr);
  EXPECT_THAT(status_, IsError(Code::kDataLoss, "torn"));
}

TEST_F(EntryBatchesTest, HoldExactBalances) {
  const Hash256 network = Sha256(AsBytes(kTestPassphrase));
  const Json contract = AssetContractAddress(network, CreditAsset("USD", "issuer"));
  LedgerChain chain(kTestPassphrase, 100, 23);
  const auto balance = [&](std::string_view holder, const Json& amount) {
    return Created(AssetBalanceEntry(contract, holder, amount));
  };
  // 10^38 - 1 has 38 digits, 10^38 has 39.
  ledgers_ =
      FakeChain({AddChanges(chain, {balance("a", ScI128(7)),
                                    balance("b", ScI128(0x4B3B4CA85A86C47A, 0x098A223FFFFFFFFF)),
                                    balance("c", ScI128(0x4B3B4CA85A86C47A, 0x098A224000000000))})},
                100);
  Start({100, 100}, {});
  const Cut cut = Next();
  ASSERT_NE(cut.batch, nullptr);
  const auto value = [&](const char* column, std::int64_t row) {
    return cut.batch->GetColumnByName(column)->GetScalar(row).ValueOrDie()->ToString();
  };
  EXPECT_EQ(value("balance", 0), "7");
  EXPECT_EQ(value("balance_i128", 0), "7");
  EXPECT_EQ(value("balance_text", 0), "null");
  EXPECT_EQ(value("balance", 1), "null");
  EXPECT_EQ(value("balance_i128", 1), "99999999999999999999999999999999999999");
  EXPECT_EQ(value("balance_text", 1), "null");
  EXPECT_EQ(value("balance_i128", 2), "null");
  EXPECT_EQ(value("balance_text", 2), "100000000000000000000000000000000000000");
}

}  // namespace
}  // namespace lake::testing
