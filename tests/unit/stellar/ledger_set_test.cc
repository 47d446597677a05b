#include "stellar/ledger_set.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <set>

#include "support/seeded_random.h"

namespace lake {
namespace {

constexpr std::uint32_t kHighest = std::numeric_limits<std::uint32_t>::max();

using Model = std::set<std::uint32_t>;

LedgerSet Make(const Model& model) {
  LedgerSet set;
  for (const std::uint32_t sequence : model) set.Add(sequence, sequence);
  return set;
}

// The ledgers of a set that has few.
Model Ledgers(const LedgerSet& set) {
  Model model;
  for (const LedgerSpan& span : set.ranges()) {
    for (std::uint64_t sequence = span.first; sequence <= span.last; ++sequence) {
      model.insert(static_cast<std::uint32_t>(sequence));
    }
  }
  return model;
}

Model Unite(Model a, const Model& b) {
  a.insert(b.begin(), b.end());
  return a;
}

Model Common(const Model& a, const Model& b) {
  Model out;
  std::ranges::set_intersection(a, b, std::inserter(out, out.end()));
  return out;
}

Model Without(const Model& a, const Model& b) {
  Model out;
  std::ranges::set_difference(a, b, std::inserter(out, out.end()));
  return out;
}

// Ascending, and with a ledger missing between two ranges.
bool IsTidy(const LedgerSet& set) {
  const std::vector<LedgerSpan>& spans = set.ranges();
  for (std::size_t i = 0; i < spans.size(); ++i) {
    if (spans[i].first > spans[i].last) return false;
    if (i > 0 && spans[i].first <= std::uint64_t{spans[i - 1].last} + 1) return false;
  }
  return true;
}

void ExpectIs(const LedgerSet& set, const Model& model) {
  EXPECT_TRUE(IsTidy(set));
  EXPECT_EQ(Ledgers(set), model);
  EXPECT_EQ(set, Make(model));
  EXPECT_EQ(set.count(), model.size());
  EXPECT_EQ(set.empty(), model.empty());
  if (model.empty()) return;
  EXPECT_EQ(set.first(), *model.begin());
  EXPECT_EQ(set.last(), *model.rbegin());
}

// Every set of the six ledgers from `base` on.
std::vector<Model> AllSets(std::uint32_t base) {
  constexpr unsigned kLedgers = 6;
  std::vector<Model> sets;
  for (unsigned bits = 0; bits < 1u << kLedgers; ++bits) {
    Model model;
    for (unsigned i = 0; i < kLedgers; ++i) {
      if ((bits >> i & 1u) != 0) model.insert(base + i);
    }
    sets.push_back(std::move(model));
  }
  return sets;
}

// The lowest numbers there are, some in between, the highest.
constexpr std::uint32_t kBases[] = {0, 1'000, kHighest - 5};

TEST(LedgerSet, AgreesWithASetOfNumbersOnEveryPairOfSmallSets) {
  for (const std::uint32_t base : kBases) {
    const std::vector<Model> sets = AllSets(base);
    for (const Model& a : sets) {
      for (const Model& b : sets) {
        ExpectIs(Make(a).Union(Make(b)), Unite(a, b));
        ExpectIs(Make(a).Intersect(Make(b)), Common(a, b));
        ExpectIs(Make(a).Minus(Make(b)), Without(a, b));
        ASSERT_FALSE(HasFailure()) << base;
      }
    }
  }
}

TEST(LedgerSet, AnswersForEveryLedgerAsASetOfNumbersDoes) {
  for (const std::uint32_t base : kBases) {
    for (const Model& model : AllSets(base)) {
      const LedgerSet set = Make(model);
      for (std::uint32_t i = 0; i < 6; ++i) {
        const std::uint32_t sequence = base + i;
        EXPECT_EQ(set.Contains(sequence), model.contains(sequence));
        const auto from = model.lower_bound(sequence);
        EXPECT_EQ(set.FirstFrom(sequence),
                  from == model.end() ? std::nullopt : std::optional(*from));
        std::optional<std::uint32_t> end;
        for (std::uint64_t at = sequence; model.contains(static_cast<std::uint32_t>(at)); ++at) {
          end = static_cast<std::uint32_t>(at);
          if (at == kHighest) break;
        }
        EXPECT_EQ(set.RunEnd(sequence), end);
      }
      EXPECT_EQ(set.contiguous(),
                model.empty() || *model.rbegin() - *model.begin() + 1 == model.size());
    }
  }
}

TEST(LedgerSet, TakesRangesInAnyOrder) {
  testing::SeededRandom random(20261128);
  for (int round = 0; round < 200; ++round) {
    LedgerSet set;
    Model model;
    const std::uint32_t base = kBases[round % 3] - (round % 3 == 2 ? 90 : 0);
    for (int i = 0; i < 20; ++i) {
      const auto first = static_cast<std::uint32_t>(random.Below(80));
      const auto last = first + static_cast<std::uint32_t>(random.Below(15));
      set.Add(base + first, base + last);
      for (std::uint32_t at = first; at <= last; ++at) model.insert(base + at);
      ExpectIs(set, model);
    }
    ASSERT_FALSE(HasFailure()) << round;
  }
}

TEST(LedgerSet, HoldsAllNumbersThereAre) {
  LedgerSet all{{0, kHighest}};
  EXPECT_EQ(all.count(), std::uint64_t{1} << 32);
  EXPECT_EQ(all, LedgerSet(LedgerRange{0, std::nullopt}));
  all.Add(kHighest, kHighest);
  all.Add(0, 0);
  EXPECT_EQ(all.ranges().size(), 1u);
  EXPECT_EQ(all.Minus(LedgerSet{{1, kHighest - 1}}), (LedgerSet{{0, 0}, {kHighest, kHighest}}));
  EXPECT_TRUE(all.Minus(all).empty());
}

TEST(LedgerSet, AddsItselfToItself) {
  LedgerSet set{{1, 2}, {5, 6}};
  set.Add(set);
  EXPECT_EQ(set, (LedgerSet{{1, 2}, {5, 6}}));
}

TEST(LedgerSet, IsEmptyForAWishThatEndsBeforeItBegins) {
  EXPECT_TRUE(LedgerSet(LedgerRange{7, 5}).empty());
}

using Wishes = std::vector<LedgerRange>;

TEST(LedgerSet, NamesTheHolesOfAWish) {
  const LedgerSet set{{5, 12}, {15, 20}, {25, 40}};
  EXPECT_EQ(set.Missing({10, 30}), (Wishes{{13, 14}, {21, 24}}));
  EXPECT_EQ(LedgerSet().Missing({10, 20}), (Wishes{{10, 20}}));
  EXPECT_EQ(LedgerSet({{1, 100}}).Missing({10, 20}), (Wishes{}));
  EXPECT_EQ(LedgerSet({{1, 5}, {50, 60}}).Missing({10, 20}), (Wishes{{10, 20}}));
}

TEST(LedgerSet, AnOpenWishFollowsBehindTheLastLedger) {
  EXPECT_EQ(LedgerSet({{10, 19}}).Missing({10, std::nullopt}), (Wishes{{20, std::nullopt}}));
  EXPECT_EQ(LedgerSet({{12, 19}}).Missing({10, std::nullopt}),
            (Wishes{{10, 11}, {20, std::nullopt}}));
  EXPECT_EQ(LedgerSet().Missing({0, std::nullopt}), (Wishes{{0, std::nullopt}}));
}

TEST(LedgerSet, NothingFollowsBehindTheHighestLedger) {
  EXPECT_EQ(LedgerSet({{10, kHighest}}).Missing({10, kHighest}), (Wishes{}));
  EXPECT_EQ(LedgerSet({{10, kHighest}}).Missing({10, std::nullopt}), (Wishes{}));
  EXPECT_EQ(LedgerSet({{10, kHighest}}).Missing({5, std::nullopt}), (Wishes{{5, 9}}));
  EXPECT_EQ(LedgerSet({{10, kHighest - 1}}).Missing({10, std::nullopt}),
            (Wishes{{kHighest, std::nullopt}}));
}

TEST(LedgerSet, KeepsWhatAWishIsFor) {
  const LedgerSet set{{5, 12}, {15, 20}};
  EXPECT_EQ(set.Within({12, 15}), (LedgerSet{{12, 12}, {15, 15}}));
  EXPECT_EQ(set.Within({16, std::nullopt}), (LedgerSet{{16, 20}}));
}

TEST(LedgerRange, KnowsWhatIsInIt) {
  EXPECT_TRUE((LedgerRange{5, std::nullopt}).Contains(kHighest));
  EXPECT_FALSE((LedgerRange{5, std::nullopt}).Contains(4));
  EXPECT_TRUE((LedgerRange{5, 7}).Contains(7));
  EXPECT_FALSE((LedgerRange{5, 7}).Contains(8));
}

TEST(LedgerSpan, MeetsWhatOverlapsOrTouchesIt) {
  EXPECT_TRUE((LedgerSpan{5, 7}).Meets({8, 9}));
  EXPECT_TRUE((LedgerSpan{5, 7}).Meets({1, 4}));
  EXPECT_TRUE((LedgerSpan{5, 7}).Meets({6, 6}));
  EXPECT_FALSE((LedgerSpan{5, 7}).Meets({9, 9}));
  EXPECT_FALSE((LedgerSpan{0, 0}).Meets({kHighest, kHighest}));
  EXPECT_FALSE((LedgerSpan{kHighest, kHighest}).Meets({0, 0}));
  EXPECT_EQ((LedgerSpan{0, kHighest}).WithNeighbours(), (LedgerSpan{0, kHighest}));
}

TEST(LedgersText, ShowsRangesToPeople) {
  EXPECT_EQ(LedgersText(LedgerSpan{53'312'000, 53'312'009}), "53,312,000 … 53,312,009");
  EXPECT_EQ(LedgersText(LedgerSpan{7, 7}), "7");
  const LedgerSet set{{1, 2}, {5, 5}, {9, 1'000}};
  EXPECT_EQ(LedgersText(set, 3), "1 … 2, 5, 9 … 1,000");
  EXPECT_EQ(LedgersText(set, 1), "1 … 2 and 2 more");
  EXPECT_EQ(LedgersText(LedgerSet(), 3), "");
}

}  // namespace
}  // namespace lake
