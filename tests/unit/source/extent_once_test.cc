#include "source/extent_once.h"

#include <gtest/gtest.h>

#include "support/fake_ledger_source.h"
#include "support/matchers.h"

namespace lake {
namespace {

using testing::FakeLedgers;
using testing::FakeLedgerSource;
using testing::IsError;

TEST(ExtentOnce, IsWhatTheSourceSaidFirst) {
  const auto ledgers = std::make_shared<FakeLedgers>(100, 110);
  const auto source = MakeExtentOnce(std::make_unique<FakeLedgerSource>(ledgers));
  EXPECT_EQ(source->Describe(), "fake");
  ASSERT_EQ(source->Extent().value().ledgers.last(), 110);
  ledgers->SetTip(120);
  EXPECT_EQ(source->Extent().value().ledgers.last(), 110);
  EXPECT_EQ(source->Newest().value(), 120);
}

TEST(ExtentOnce, ForgetsFailures) {
  const auto ledgers = std::make_shared<FakeLedgers>(100, 110);
  const auto source = MakeExtentOnce(std::make_unique<FakeLedgerSource>(ledgers));
  ledgers->SetDown(Error{Code::kUnavailable, "away"});
  EXPECT_THAT(source->Extent(), IsError(Code::kUnavailable));
  ledgers->SetDown(std::nullopt);
  EXPECT_EQ(source->Extent().value().ledgers.count(), 11);
}

TEST(ExtentOnce, ReadsAndStopsAsTheSourceDoes) {
  const auto ledgers = std::make_shared<FakeLedgers>(100, 110);
  const auto source = MakeExtentOnce(std::make_unique<FakeLedgerSource>(ledgers));
  ASSERT_TRUE(source->Seek({109, {}}).ok());
  EXPECT_EQ(source->Next().value()->sequence, 109);
  source->Stop();
  EXPECT_THAT(source->Next(), IsError(Code::kCancelled));
}

}  // namespace
}  // namespace lake
