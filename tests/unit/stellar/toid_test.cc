#include "stellar/toid.h"

#include <gtest/gtest.h>

namespace lake {
namespace {

TEST(Toid, PacksLedgerTransactionAndOperation) {
  EXPECT_EQ(Toid(0, 0, 1), 1u);
  EXPECT_EQ(Toid(0, 1, 0), 4096u);
  EXPECT_EQ(Toid(1, 0, 0), 4294967296u);
  EXPECT_EQ(Toid(53312000, 163, 2), 228973296485019650u);
}

TEST(Toid, ComesApartAgain) {
  const ToidParts parts = SplitToid(Toid(53312000, kMaxToidApplyIndex, kMaxToidOperationOrder));
  EXPECT_EQ(parts.ledger, 53312000u);
  EXPECT_EQ(parts.apply_index, kMaxToidApplyIndex);
  EXPECT_EQ(parts.operation_order, kMaxToidOperationOrder);
}

TEST(Toid, KeepsAnIndexBeyondItsBoundsOutOfTheNextField) {
  EXPECT_EQ(SplitToid(Toid(7, kMaxToidApplyIndex + 1, 0)).ledger, 7u);
  EXPECT_EQ(SplitToid(Toid(7, 3, kMaxToidOperationOrder + 1)).apply_index, 3u);
}

}  // namespace
}  // namespace lake
