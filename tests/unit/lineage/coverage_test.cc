#include "lineage/coverage.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <set>

#include "support/seeded_random.h"

namespace lake {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr std::uint32_t kHighest = std::numeric_limits<std::uint32_t>::max();

using Names = std::vector<std::string>;

// The hash of ledger `sequence` in tests.
Hash256 HashOf(std::uint32_t sequence) {
  Hash256 hash{};
  hash[0] = static_cast<std::uint8_t>(sequence);
  hash[1] = static_cast<std::uint8_t>(sequence >> 8);
  return hash;
}

BatchRecord Batch(std::uint32_t first, std::uint32_t last, Names tables) {
  BatchRecord batch;
  batch.range = {first, last, HashOf(first - 1), HashOf(last)};
  batch.tables = std::move(tables);
  return batch;
}

Coverage Of(const std::vector<BatchRecord>& batches) { return Coverage::Of(batches); }

// A lake whose tables came one after the other, with batches over each other.
Coverage Grown() {
  return Of({Batch(1000, 1004, {"ledgers"}), Batch(1005, 1009, {"ledgers", "trades"}),
             Batch(1002, 1004, {"trades"}), Batch(1007, 1012, {"effects"})});
}

TEST(Coverage, IsOfEachTable) {
  const Coverage coverage = Grown();
  EXPECT_EQ(coverage.Held("ledgers"), (LedgerSet{{1000, 1009}}));
  EXPECT_EQ(coverage.Held("trades"), (LedgerSet{{1002, 1009}}));
  EXPECT_EQ(coverage.Held("effects"), (LedgerSet{{1007, 1012}}));
  EXPECT_EQ(coverage.Held("offers"), LedgerSet());
  EXPECT_EQ(coverage.HeldByAny(), (LedgerSet{{1000, 1012}}));
  EXPECT_THAT(coverage.tables(), ElementsAre("effects", "ledgers", "trades"));
  EXPECT_FALSE(coverage.empty());
  EXPECT_TRUE(Coverage().empty());
}

TEST(Coverage, OfSeveralTablesIsWhatAllOfThemHold) {
  const Coverage coverage = Grown();
  EXPECT_EQ(coverage.HeldByAll(Names{"trades", "effects"}), (LedgerSet{{1007, 1009}}));
  EXPECT_EQ(coverage.HeldByAll(Names{"trades", "offers"}), LedgerSet());
  EXPECT_EQ(coverage.HeldByAll(Names{}), LedgerSet());
}

TEST(Coverage, DoesNotDependOnTheOrderOfBatches) {
  const Coverage coverage =
      Of({Batch(51, 100, {"a"}), Batch(301, 400, {"a"}), Batch(1, 50, {"a"})});
  EXPECT_EQ(coverage.Held("a"), (LedgerSet{{1, 100}, {301, 400}}));
}

TEST(Missing, PutsALedgerWithAllTablesThatLackIt) {
  EXPECT_THAT(
      Grown().Missing({1000, 1012}, Names{"ledgers", "trades", "offers"}),
      ElementsAre(Stretch{{1000, 1001}, {"trades", "offers"}}, Stretch{{1002, 1009}, {"offers"}},
                  Stretch{{1010, 1012}, {"ledgers", "trades", "offers"}}));
}

TEST(Missing, FetchesTablesTogetherThatWereCommittedApart) {
  const Coverage coverage = Of({Batch(1, 10, {"a", "b"}), Batch(11, 15, {"c"}), Batch(1, 10, {"d"}),
                                Batch(11, 20, {"a"}), Batch(16, 20, {"c"})});
  EXPECT_THAT(coverage.Missing({1, 20}, Names{"a", "b", "c", "d"}),
              ElementsAre(Stretch{{1, 10}, {"c"}}, Stretch{{11, 20}, {"b", "d"}}));
}

TEST(Missing, FollowsWithAllTablesAfterTheLastHole) {
  EXPECT_THAT(Grown().Missing({1008, std::nullopt}, Names{"ledgers", "effects"}),
              ElementsAre(Stretch{{1010, 1012}, {"ledgers"}},
                          Stretch{{1013, std::nullopt}, {"ledgers", "effects"}}));
}

TEST(Missing, EndsWhereNumbersEnd) {
  const Coverage coverage = Of({Batch(0, kHighest, {"a"}), Batch(5, kHighest, {"b"})});
  EXPECT_THAT(coverage.Missing({0, std::nullopt}, Names{"a", "b"}),
              ElementsAre(Stretch{{0, 4}, {"b"}}));
  EXPECT_THAT(coverage.Missing({0, std::nullopt}, Names{"c"}),
              ElementsAre(Stretch{{0, std::nullopt}, {"c"}}));
  EXPECT_THAT(coverage.Missing({0, kHighest}, Names{"a"}), IsEmpty());
}

TEST(Stretches, AreOfTheTablesThatHoldTheSameLedgers) {
  EXPECT_THAT(Grown().Stretches({1001, std::nullopt}, Names{"ledgers", "trades", "offers"}),
              ElementsAre(Stretch{{1001, 1001}, {"ledgers"}},
                          Stretch{{1002, 1009}, {"ledgers", "trades"}}));
}

// Whatever was committed: what is missing and what is held are all of the wish, ledger by ledger.
TEST(Missing, AgreesWithAListOfLedgers) {
  testing::SeededRandom random(7);
  const Names tables{"a", "b", "c"};
  for (int round = 0; round < 100; ++round) {
    std::set<std::pair<std::uint32_t, std::string>> model;
    Coverage coverage;
    for (int i = 0; i < 12; ++i) {
      const auto first = static_cast<std::uint32_t>(random.Below(40));
      const auto last = first + static_cast<std::uint32_t>(random.Below(6));
      const std::string& table = tables[random.Below(3)];
      coverage.Add({first, last, {}, {}}, {&table, 1});
      for (std::uint32_t at = first; at <= last; ++at) model.emplace(at, table);
    }
    const LedgerRange wish{5, 42};
    std::set<std::pair<std::uint32_t, std::string>> seen;
    for (const bool held : {false, true}) {
      for (const Stretch& stretch :
           held ? coverage.Stretches(wish, tables) : coverage.Missing(wish, tables)) {
        for (std::uint32_t at = stretch.range.first; at <= *stretch.range.last; ++at) {
          for (const std::string& table : stretch.tables) {
            EXPECT_TRUE(seen.emplace(at, table).second);
            EXPECT_EQ(model.contains({at, table}), held) << at << table;
          }
        }
      }
    }
    EXPECT_EQ(seen.size(), 38u * 3);
    ASSERT_FALSE(HasFailure()) << round;
  }
}

TEST(Watermark, IsTheEndOfTheRunThatAllTablesContinue) {
  const Coverage coverage = Grown();
  EXPECT_EQ(coverage.Watermark(Names{"ledgers"}, 1000), 1009u);
  EXPECT_EQ(coverage.Watermark(Names{"ledgers", "trades"}, 1002), 1009u);
  EXPECT_EQ(coverage.Watermark(Names{"effects"}, 1008), 1012u);
}

// Whoever keeps rows of a table that the lake lacks is never told that they are there.
TEST(Watermark, IsNothingWhereATableLacksTheStart) {
  const Coverage coverage = Grown();
  EXPECT_EQ(coverage.Watermark(Names{"ledgers", "trades"}, 1000), std::nullopt);
  EXPECT_EQ(coverage.Watermark(Names{"ledgers", "offers"}, 1000), std::nullopt);
  EXPECT_EQ(coverage.Watermark(Names{"ledgers"}, 1010), std::nullopt);
  EXPECT_EQ(coverage.Watermark(Names{}, 1000), std::nullopt);
  EXPECT_EQ(Coverage().Watermark(Names{"ledgers"}, 1), std::nullopt);
}

TEST(Watermark, EndsAtAHole) {
  const Coverage coverage = Of({Batch(1, 50, {"a"}), Batch(52, 60, {"a"})});
  EXPECT_EQ(coverage.Watermark(Names{"a"}, 1), 50u);
  EXPECT_EQ(coverage.Watermark(Names{"a"}, 52), 60u);
}

TEST(Watermark, EndsWhereTheChainBreaks) {
  BatchRecord second = Batch(51, 100, {"a"});
  second.range.first_previous_hash = HashOf(77);
  EXPECT_EQ(Of({Batch(1, 50, {"a"}), second}).Watermark(Names{"a"}, 1), 50u);
  EXPECT_EQ(Of({second, Batch(1, 50, {"a"})}).Watermark(Names{"a"}, 51), 100u);
  // Inside of another table's batch.
  EXPECT_EQ(Of({Batch(1, 100, {"b"}), second, Batch(1, 50, {"a"})}).Watermark(Names{"a"}, 1), 50u);
}

TEST(BorderHash, IsKnownWhereARunEndsAndBegins) {
  Coverage coverage = Of({Batch(10, 20, {"a"}), Batch(21, 30, {"b"})});
  EXPECT_EQ(coverage.BorderHash(9), HashOf(9));
  EXPECT_EQ(coverage.BorderHash(30), HashOf(30));
  EXPECT_EQ(coverage.BorderHash(20), std::nullopt);
  const BatchRecord next = Batch(31, 40, {"a"});
  coverage.Add(next.range, next.tables);
  EXPECT_EQ(coverage.BorderHash(30), std::nullopt);
  EXPECT_EQ(coverage.BorderHash(40), HashOf(40));
}

TEST(BorderHash, IsNotKnownBeforeTheFirstNumberAndIsOfTheLast) {
  const Coverage coverage = Of({Batch(0, 5, {"a"}), Batch(kHighest, kHighest, {"a"})});
  EXPECT_EQ(coverage.BorderHash(5), HashOf(5));
  EXPECT_EQ(coverage.BorderHash(kHighest), HashOf(kHighest));
  EXPECT_EQ(coverage.BorderHash(kHighest - 1), HashOf(kHighest - 1));
}

}  // namespace
}  // namespace lake
