// A lake's ledgers are read again from its rows, however many are read at once.
#include "reindex/stored_ledgers.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "reindex/lake_ledgers.h"
#include "reindex/rebuilt_ledger.h"
#include "reindex/stored_facts.h"
#include "reindex/stored_tables.h"
#include "unit/verify/verified_lake.h"

namespace lake::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;

// Ten ledgers, the third without transactions, in batches of five.
class StoredLake : public VerifiedLake {
 protected:
  void SetUp() override {
    LedgerChain chain(kTestPassphrase, 1000, 22);
    ledgers_.clear();
    for (int i = 0; i < 10; ++i) {
      LedgerSpec spec;
      for (int tx = 0; i != 2 && tx <= i % 4; ++tx) {
        spec.Add(Tx(std::string_view(fmt::format("account {}", tx)))
                     .Op(Payment("bob", NativeAsset(), 1 + i)));
      }
      if (i == 7) spec.Upgrade({{"newBaseFee", 200}});
      if (i == 8) spec.Upgrade({{"newMaxSorobanTxSetSize", 5}}).Upgrade({{"newFlags", 1}});
      if (i == 9) spec.Upgrade({{"newBaseFee", 100}}).Upgrade({{"newBaseReserve", 6'000'000}});
      ledgers_.push_back(chain.Add(spec));
    }
    Commit(1000, 1004, {kLedgersTable, kTransactionsTable});
    Commit(1005, 1009, {kLedgersTable, kTransactionsTable});
  }
  std::vector<StoredLedger> ReadAll(StoredLimits limits) {
    StoredLedgers reader(lake_->Connect().value(), FindStoredRows(contents_).tables,
                         StoredLedgers::Parts::kAll, {1000, 1009}, limits);
    std::vector<StoredLedger> all;
    for (;;) {
      auto ledger = reader.Next();
      EXPECT_THAT(ledger, IsOk());
      if (!ledger.ok() || !*ledger) return all;
      all.push_back(**std::move(ledger));
    }
  }
};

TEST_F(StoredLake, GivesAllItsLedgersHoweverTheyAreCut) {
  Open();
  EXPECT_EQ(FindStoredRows(contents_).ledgers, LedgerSet({{1000, 1009}}));
  for (const StoredLimits limits : {StoredLimits{},
                                    {.ledgers = 1, .transactions = 1},
                                    {.ledgers = 3, .transactions = 4},
                                    {.ledgers = 100, .transactions = 1}}) {
    SCOPED_TRACE(limits.ledgers);
    const std::vector<StoredLedger> all = ReadAll(limits);
    ASSERT_EQ(all.size(), 10u);
    for (std::size_t i = 0; i < all.size(); ++i) {
      EXPECT_EQ(all[i].sequence, ledgers_[i].sequence);
      EXPECT_EQ(all[i].hash, ledgers_[i].hash);
      EXPECT_THAT(ProveOrder(all[i]), IsOk());
      ASSERT_EQ(all[i].transactions.size(), ledgers_[i].transaction_hashes.size());
      for (std::size_t tx = 0; tx < all[i].transactions.size(); ++tx) {
        EXPECT_EQ(all[i].transactions[tx].hash, ledgers_[i].transaction_hashes[tx]);
      }
    }
  }
}

TEST_F(StoredLake, NamesTheLedgerWhoseRowsAreGoneOrNoXdr) {
  const auto next = [&](const std::string& sql) {
    Execute(sql);
    Open();
    StoredLedgers reader(lake_->Connect().value(), FindStoredRows(contents_).tables,
                         StoredLedgers::Parts::kAll, {1003, 1003});
    const Status status = reader.Next().status();
    connection_.reset();
    lake_.reset();
    return status;
  };
  EXPECT_THAT(next("UPDATE transactions_row_v2 SET tx_meta = 'no' WHERE ledger_sequence = 1003"),
              HasMessage("ledger 1003: tx_meta"));
  EXPECT_THAT(next("UPDATE transactions_row_v2 SET tx_meta = NULL WHERE ledger_sequence = 1003"),
              HasMessage("ledger 1003: tx_meta has no value"));
  EXPECT_THAT(next("UPDATE ledgers_row_v2 SET ledger_hash = 'ab' WHERE sequence = 1003"),
              HasMessage("ledger 1003: ledger_hash is no hash"));
  EXPECT_THAT(next("DELETE FROM ledgers_row_v2 WHERE sequence = 1003"),
              HasMessage("ledger 1003: ledgers_row_v2 has not one row of it"));
}

TEST_F(StoredLake, SaysOfWhichLedgersMoreIsNeeded) {
  Execute(
      "CREATE TEMP TABLE other AS FROM transactions_row_v2 WHERE ledger_sequence = 1006; DELETE "
      "FROM transactions_row_v2 WHERE ledger_sequence = 1006; INSERT INTO transactions_row_v2 FROM "
      "other ORDER BY fee_charged, transaction_hash = (SELECT max(transaction_hash) FROM other) "
      "DESC");
  Open();
  const StoredRows rows = FindStoredRows(contents_);
  int seen = 0;
  const auto facts =
      ReadStoredFacts([&] { return lake_->Connect(); }, rows.tables, {{1000, 1002}, {1005, 1009}},
                      [&](std::uint32_t) { ++seen; }, {});
  ASSERT_THAT(facts, IsOk());
  EXPECT_EQ(seen, 8);
  EXPECT_EQ(facts->out_of_order, LedgerSet({{1006, 1006}}));
  EXPECT_THAT(facts->first_fault, HasSubstr("ledger 1006: its transactions"));
  EXPECT_THAT(facts->upgraded,
              ElementsAre(Pair(UpgradeReach::kHeader, LedgerSet({{1007, 1007}})),
                          Pair(UpgradeReach::kSettings, LedgerSet({{1008, 1008}})),
                          Pair(UpgradeReach::kAnything, LedgerSet({{1009, 1009}}))));
  EXPECT_TRUE(facts->with_refunds.empty());
  std::stop_source stop;
  stop.request_stop();
  EXPECT_THAT(ReadStoredFacts([&] { return lake_->Connect(); }, rows.tables, {{1000, 1001}},
                              [](std::uint32_t) {}, stop.get_token()),
              IsError(Code::kCancelled));
}

TEST_F(StoredLake, IsASourceThatMayBePositionedAgain) {
  Open();
  LakeLedgers source(FindStoredRows(contents_).tables, {{1000, 1003}, {1006, 1009}},
                     [this] { return lake_->Connect(); });
  EXPECT_EQ(source.Extent().value().ledgers.count(), 8u);
  EXPECT_THAT(source.Next(), IsError(Code::kUnavailable));
  EXPECT_THAT(source.Seek({1004, 1005}), IsError(Code::kNotFound));
  for (int times = 0; times < 2; ++times) {
    ASSERT_THAT(source.Seek({1002, std::nullopt}), IsOk());
    for (const std::uint32_t sequence : {1002u, 1003u}) {
      const auto ledger = source.Next();
      ASSERT_THAT(ledger, IsOk());
      ASSERT_TRUE(ledger->has_value());
      EXPECT_EQ((**ledger).sequence, sequence);
      LedgerView view;
      EXPECT_THAT(view.Decode((**ledger).xdr, network_.id), IsOk());
      EXPECT_EQ(HashOf(view.header_entry().hash()), ledgers_[sequence - 1000].hash);
    }
    EXPECT_FALSE(source.Next()->has_value());
    source.Stop();
    EXPECT_THAT(source.Next(), IsError(Code::kCancelled));
  }
}

}  // namespace
}  // namespace lake::testing
