#include "source/failover/failover_board.h"

#include <gtest/gtest.h>

namespace lake {
namespace {

constexpr std::int64_t kSecond = 1'000'000;
constexpr FailoverPolicy kPolicy{.max_lag_ledgers = 10,
                                 .stall_ms = 30'000,
                                 .recovery_ms = 20'000,
                                 .retry_ms = 1'000,
                                 .retry_max_ms = 4'000,
                                 .quarantine_ms = 600'000};

TEST(FailoverBoard, PrefersTheFirstUntilItFails) {
  FailoverBoard board(3, kPolicy);
  EXPECT_EQ(board.Choose(0), 0u);
  board.ReadFailed(0, 0);
  EXPECT_EQ(board.Choose(0), 1u);
  board.ReadFailed(1, 0);
  board.ReadFailed(2, 0);
  EXPECT_EQ(board.Choose(0), std::nullopt);
  EXPECT_EQ(board.NextChance(0), 1 * kSecond);
  EXPECT_EQ(board.Choose(1 * kSecond), 0u);
}

TEST(FailoverBoard, WaitsLongerForOneThatKeepsFailing) {
  FailoverBoard board(1, kPolicy);
  std::int64_t now = 0;
  for (const std::int64_t seconds : {1, 2, 4, 4, 4}) {
    board.ReadFailed(0, now);
    EXPECT_EQ(board.NextChance(now), now + seconds * kSecond);
    now = board.NextChance(now);
  }
  board.Delivered(0, 7, now);
  board.ReadFailed(0, now);
  EXPECT_EQ(board.NextChance(now), now + kSecond);
}

TEST(FailoverBoard, OneThatFailedIsSuspectUntilItWasWellForItsTime) {
  FailoverBoard board(2, kPolicy);
  board.ProbeSucceeded(0, 100, 0);
  EXPECT_FALSE(board.IsSuspect(0, 0));
  board.ReadFailed(0, 0);
  board.ProbeSucceeded(0, 100, 1 * kSecond);
  EXPECT_TRUE(board.IsSuspect(0, 1 * kSecond));
  EXPECT_TRUE(board.IsSuspect(0, 20 * kSecond));
  EXPECT_FALSE(board.IsSuspect(0, 21 * kSecond));
}

TEST(FailoverBoard, LeavesOneThatIsBehindForOneThatIsNot) {
  FailoverBoard board(2, kPolicy);
  board.ProbeSucceeded(0, 100, 0);
  board.ProbeSucceeded(1, 110, 0);
  EXPECT_EQ(board.ShouldLeave(0, 50, std::nullopt, 0), std::nullopt);
  board.ProbeSucceeded(1, 111, 0);
  EXPECT_EQ(board.ShouldLeave(0, 50, std::nullopt, 0), LeaveReason::kBehind);
  EXPECT_EQ(board.Choose(0), 1u);
}

TEST(FailoverBoard, ReadsOneThatIsBehindWhenThereIsNoOther) {
  FailoverBoard board(2, kPolicy);
  board.ProbeSucceeded(0, 100, 0);
  board.ProbeSucceeded(1, 200, 0);
  board.ReadFailed(1, 0);
  EXPECT_EQ(board.Choose(0), 0u);
  EXPECT_FALSE(board.IsBehind(0, 0));
  EXPECT_EQ(board.ShouldLeave(0, 50, std::nullopt, 0), std::nullopt);
}

TEST(FailoverBoard, LeavesOneThatStallsWhenAnotherHasTheLedger) {
  FailoverBoard board(2, kPolicy);
  board.ProbeSucceeded(1, 105, 0);
  EXPECT_EQ(board.ShouldLeave(0, 105, 0, 29 * kSecond), std::nullopt);
  EXPECT_EQ(board.ShouldLeave(0, 105, 0, 30 * kSecond), LeaveReason::kStalled);
  EXPECT_EQ(board.ShouldLeave(0, 106, 0, 30 * kSecond), std::nullopt);
  EXPECT_EQ(board.ShouldLeave(0, 105, std::nullopt, 30 * kSecond), std::nullopt);
}

TEST(FailoverBoard, ComesBackToAPreferredOneThatHasBeenWellForAWhile) {
  FailoverBoard board(2, kPolicy);
  board.ReadFailed(0, 0);
  board.ProbeFailed(0);
  board.ProbeSucceeded(0, std::nullopt, 10 * kSecond);
  EXPECT_EQ(board.ShouldLeave(1, 5, std::nullopt, 29 * kSecond), std::nullopt);
  EXPECT_EQ(board.ShouldLeave(1, 5, std::nullopt, 30 * kSecond), LeaveReason::kRecovered);
  EXPECT_EQ(board.Choose(30 * kSecond), 0u);
}

TEST(FailoverBoard, OneThatFailsOverAndOverHasToBeWellForLonger) {
  FailoverBoard board(2, kPolicy);
  board.ReadFailed(0, 0);
  board.ReadFailed(0, 0);
  board.ProbeSucceeded(0, std::nullopt, 10 * kSecond);
  EXPECT_EQ(board.ShouldLeave(1, 5, std::nullopt, 30 * kSecond), std::nullopt);
  EXPECT_EQ(board.ShouldLeave(1, 5, std::nullopt, 50 * kSecond), LeaveReason::kRecovered);
}

TEST(FailoverBoard, OneThatServedARefusedLedgerIsLeftAloneForLong) {
  FailoverBoard board(2, kPolicy);
  board.Refused(0, 0);
  board.ProbeSucceeded(0, 1000, 0);
  EXPECT_EQ(board.Choose(599 * kSecond), 1u);
  EXPECT_EQ(board.ShouldLeave(1, 5, 0, 599 * kSecond), std::nullopt);
  EXPECT_FALSE(board.IsBehind(1, 599 * kSecond));
  EXPECT_EQ(board.Choose(600 * kSecond), 0u);
}

TEST(FailoverBoard, DownProbesMakeItUnfitButNotUntried) {
  FailoverBoard board(2, kPolicy);
  board.ProbeFailed(0);
  EXPECT_EQ(board.Choose(0), 1u);
  board.ReadFailed(1, 0);
  EXPECT_EQ(board.Choose(0), 0u);
}

}  // namespace
}  // namespace lake
