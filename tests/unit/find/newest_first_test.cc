// Ledgers in pieces.
#include "find/newest_first.h"

#include <gtest/gtest.h>

#include <limits>
#include <vector>

namespace lake {
namespace {

std::vector<LedgerSpan> Pieces(const LedgerSet& ledgers, std::uint64_t first_count) {
  NewestFirst pieces(ledgers, first_count);
  std::vector<LedgerSpan> all;
  while (const auto piece = pieces.Next()) all.push_back(*piece);
  return all;
}
using Spans = std::vector<LedgerSpan>;

TEST(NewestFirst, GrowSixteenfold) {
  EXPECT_EQ(Pieces({{1, 1'000}}, 10), (Spans{{991, 1'000}, {831, 990}, {1, 830}}));
}

TEST(NewestFirst, CountOnlyLedgersThatAreThere) {
  EXPECT_EQ(Pieces({{5, 6}, {100, 100}, {1'000, 1'001}}, 4), (Spans{{6, 1'001}, {5, 5}}));
}

TEST(NewestFirst, OfNothingAreNone) { EXPECT_TRUE(Pieces({}, 10).empty()); }

TEST(NewestFirst, AreFewOfTheLongestHistoryThereCanBe) {
  constexpr std::uint32_t kLast = std::numeric_limits<std::uint32_t>::max();
  const Spans pieces = Pieces({{0, kLast}}, 256);
  EXPECT_LE(pieces.size(), 8u);
  EXPECT_EQ(pieces.front().last, kLast);
  EXPECT_EQ(pieces.back().first, 0u);
  for (std::size_t i = 1; i < pieces.size(); ++i) {
    EXPECT_EQ(pieces[i].last + 1, pieces[i - 1].first);
  }
  EXPECT_EQ(Pieces({{0, kLast}}, kEveryLedger).size(), 1u);
}

}  // namespace
}  // namespace lake
