#include "hot/hot_window.h"

#include <gtest/gtest.h>

namespace lake::testing {
namespace {

TEST(HotWindow, BeginsBehindWhatWasFlushedElseAtItsLowest) {
  EXPECT_EQ(HotWindow().first(), std::nullopt);
  EXPECT_EQ((HotWindow{.held = {{5, 7}}, .flushed_through = {}}).first(), 5u);
  EXPECT_EQ((HotWindow{.held = {{5, 7}}, .flushed_through = 3}).first(), 4u);
  EXPECT_EQ((HotWindow{.held = {}, .flushed_through = 3}).first(), 4u);
}

TEST(HotWindow, KnowsTheHoleThatAFlusherWouldStandBefore) {
  EXPECT_EQ(HotWindow().HoleBefore(100), LedgerSet());
  const HotWindow window{.held = {{5, 7}, {10, 10}}, .flushed_through = 3};
  EXPECT_EQ(window.HoleBefore(1), LedgerSet());
  EXPECT_EQ(window.HoleBefore(4), LedgerSet());
  EXPECT_EQ(window.HoleBefore(5), (LedgerSet{{4, 4}}));
  EXPECT_EQ(window.HoleBefore(12), (LedgerSet{{4, 4}, {8, 9}, {11, 11}}));
}

}  // namespace
}  // namespace lake::testing
