#include "serve/ledger_window.h"

#include <gtest/gtest.h>

namespace lake {
namespace {

ServedLedger Ledger(std::uint32_t sequence, std::uint64_t bytes) { return {sequence, bytes, {}}; }

TEST(LedgerWindow, FindsWhatItHoldsAndNothingElse) {
  LedgerWindow window(10);
  EXPECT_EQ(window.Find(10), nullptr);
  window.Append(Ledger(10, 5));
  window.Append(Ledger(11, 7));
  ASSERT_NE(window.Find(11), nullptr);
  EXPECT_EQ(window.Find(11)->sequence, 11u);
  EXPECT_EQ(window.Find(9), nullptr);
  EXPECT_EQ(window.Find(12), nullptr);
  EXPECT_EQ(window.BytesFrom(10), 12u);
  EXPECT_EQ(window.BytesFrom(11), 7u);
  EXPECT_EQ(window.BytesFrom(12), 0u);
}

TEST(LedgerWindow, ForgetsTheOldestButNeverWhatIsStillWanted) {
  LedgerWindow window(1);
  for (std::uint32_t i = 1; i <= 10; ++i) window.Append(Ledger(i, 10));
  window.Trim(45, 11);
  EXPECT_EQ(window.begin(), 7u);
  window.Trim(0, 9);
  EXPECT_EQ(window.begin(), 9u);
  EXPECT_EQ(window.end(), 11u);
  window.Append(Ledger(11, 1));
  EXPECT_EQ(window.BytesFrom(9), 21u);
}

TEST(LedgerWindow, FindsWhereSoManyBytesAreLeft) {
  LedgerWindow window(5);
  EXPECT_EQ(window.FirstWithin(0), 5u);
  for (std::uint32_t i = 5; i <= 8; ++i) window.Append(Ledger(i, 10));
  EXPECT_EQ(window.FirstWithin(100), 5u);
  EXPECT_EQ(window.FirstWithin(40), 5u);
  EXPECT_EQ(window.FirstWithin(39), 6u);
  EXPECT_EQ(window.FirstWithin(10), 8u);
  EXPECT_EQ(window.FirstWithin(0), 9u);
}

}  // namespace
}  // namespace lake
