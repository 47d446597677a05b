#include "contracts/session_list.h"

#include <gtest/gtest.h>

#include "contract_ledgers.h"
#include "support/eventually.h"
#include "support/fake_chain.h"
#include "support/fake_clock.h"
#include "support/matchers.h"

namespace lake::testing {
namespace {

class SessionListTest : public ::testing::Test {
 protected:
  SessionListTest() { Make({}); }
  void Make(SessionListOptions options) {
    options.stream.network_id = Sha256(AsBytes(kTestPassphrase));
    options.stream.workers = 2;
    list_.emplace(FactoryOf(ledgers_), options, clock_);
  }
  SessionStatus StatusOf(std::string_view id) { return (*list_->Find(id))->status(); }
  // A list that keeps its state in kept_ and goes on with what is there.
  Status MakeKeeping() {
    Make({.save = [this](const SavedSessions& sessions) {
      kept_ = sessions;
      return save_fails_ ? Status(Code::kUnavailable, "no room") : Status();
    }});
    return list_->Restore(kept_);
  }
  bool Becomes(std::string_view id, SessionState state) {
    return Eventually([&] { return StatusOf(id).state == state; });
  }

  // Two entries in each of 20 ledgers.
  std::shared_ptr<FakeLedgers> ledgers_ = FakeChain(CounterLedgers(100, 20, 2), 119);
  FakeClock clock_;
  SavedSessions kept_;
  bool save_fails_ = false;
  std::optional<SessionList> list_;
};

TEST_F(SessionListTest, ABoundedSessionCountsItsLedgersAndStops) {
  const auto id = list_->Start({.range = {100, 109}});
  ASSERT_THAT(id, IsOk());
  ASSERT_TRUE(Becomes(*id, SessionState::kStopped));
  const SessionStatus status = StatusOf(*id);
  EXPECT_EQ(status.current_ledger, 109u);
  EXPECT_EQ(status.ledgers, 10u);
  EXPECT_EQ(status.entries, 20u);
  EXPECT_EQ(status.skipped, 0u);
  EXPECT_GT(status.bytes, 0u);
  EXPECT_EQ(status.error, "");
}

TEST_F(SessionListTest, ASessionThatFollowsRunsUntilItIsStopped) {
  ledgers_->SetTip(105);
  const auto id = list_->Start({});
  ASSERT_THAT(id, IsOk());
  ASSERT_TRUE(Eventually([&] { return StatusOf(*id).current_ledger == 105; }));
  EXPECT_EQ(StatusOf(*id).state, SessionState::kRunning);
  ledgers_->SetTip(106);
  ASSERT_TRUE(Eventually([&] { return StatusOf(*id).current_ledger == 106; }));
  EXPECT_THAT(list_->Stop(*id), IsOk());
  EXPECT_TRUE(Becomes(*id, SessionState::kStopped));
  EXPECT_THAT(list_->Stop("other"), IsError(Code::kNotFound));
}

TEST_F(SessionListTest, AFaultIsItsErrorAndNamesTheLedger) {
  ledgers_->FailAt(103, {Code::kDataLoss, "103: torn"});
  const auto id = list_->Start({.range = {100, std::nullopt}});
  ASSERT_TRUE(Becomes(*id, SessionState::kError));
  EXPECT_EQ(StatusOf(*id).error, "103: torn");
  EXPECT_EQ(StatusOf(*id).current_ledger, 102u);
}

TEST_F(SessionListTest, FiltersCountForWhatBeginsLater) {
  const auto before = list_->Start({.range = {100, 109}});
  ASSERT_THAT(list_->SetFilter({.asset_codes = {"NONE"}}), IsOk());
  const auto after = list_->Start({.range = {100, 109}});
  ASSERT_TRUE(Becomes(*before, SessionState::kStopped));
  ASSERT_TRUE(Becomes(*after, SessionState::kStopped));
  EXPECT_EQ(StatusOf(*before).entries, 20u);
  EXPECT_EQ(StatusOf(*after).entries, 0u);
  EXPECT_EQ(StatusOf(*after).skipped, 20u);
}

TEST_F(SessionListTest, TheNewestIsTheLiveOne) {
  EXPECT_THAT(list_->Find(""), IsError(Code::kNotFound));
  EXPECT_EQ(list_->live().range.first, std::nullopt);
  ASSERT_THAT(list_->Start({.range = {100, 101}}), IsOk());
  const auto newest = list_->Start({.range = {105, 109}, .batch_rows = 3});
  EXPECT_EQ(list_->live().range.first, 105u);
  EXPECT_EQ(list_->live().batch_rows, 3u);
  EXPECT_EQ(*list_->Find(""), *list_->Find(*newest));
}

TEST_F(SessionListTest, IsBounded) {
  Make({.running_max = 2, .remembered_max = 3});
  const auto first = list_->Start({.range = {100, 101}});
  ASSERT_TRUE(Becomes(*first, SessionState::kStopped));
  const auto second = list_->Start({.range = {100, std::nullopt}});
  const auto third = list_->Start({.range = {100, std::nullopt}});
  EXPECT_EQ(list_->active(), 2u);
  EXPECT_THAT(list_->Start({.range = {100, std::nullopt}}),
              IsError(Code::kResourceExhausted, "2 sessions are running"));
  ASSERT_THAT(list_->Stop(*second), IsOk());
  ASSERT_THAT(list_->Stop(*third), IsOk());
  ASSERT_TRUE(Eventually([&] { return list_->Start({.range = {100, 101}}).ok(); }));
  EXPECT_THAT(list_->Find(*first), IsError(Code::kNotFound));  // forgotten
}

TEST_F(SessionListTest, ALaterListGoesOnBehindTheLastLedger) {
  ledgers_->SetTip(105);
  ASSERT_THAT(MakeKeeping(), IsOk());
  const auto id = list_->Start({.range = {100, std::nullopt}, .batch_rows = 3});
  ASSERT_TRUE(Eventually([&] { return StatusOf(*id).current_ledger == 105; }));
  ASSERT_THAT(list_->Pause(), IsOk());
  EXPECT_EQ(kept_.sessions[0].status.current_ledger, 105u);
  EXPECT_EQ(kept_.sessions[0].status.state, SessionState::kRunning);

  ASSERT_THAT(MakeKeeping(), IsOk());
  ledgers_->SetTip(119);
  ASSERT_TRUE(Eventually([&] { return StatusOf(*id).current_ledger == 119; }));
  EXPECT_EQ(StatusOf(*id).ledgers, 20u);
  EXPECT_EQ(StatusOf(*id).entries, 40u);
  EXPECT_EQ(StatusOf(*id).batches, 14u);
  EXPECT_EQ(list_->live().range.first, 100u);
  EXPECT_EQ(list_->live().batch_rows, 3u);
}

TEST_F(SessionListTest, GoesOnOnlyWithALedgerThatFollowsItsLast) {
  ledgers_->SetTip(105);
  ASSERT_THAT(MakeKeeping(), IsOk());
  const auto id = list_->Start({.range = {100, 119}});
  ASSERT_TRUE(Eventually([&] { return StatusOf(*id).current_ledger == 105; }));
  ASSERT_THAT(list_->Pause(), IsOk());
  kept_.sessions[0].status.current_hash[7] ^= 1;  // it had read another chain
  ledgers_->SetTip(119);
  ASSERT_THAT(MakeKeeping(), IsOk());
  ASSERT_TRUE(Becomes(*id, SessionState::kError));
  EXPECT_NE(StatusOf(*id).error.find("ledger 106"), std::string::npos) << StatusOf(*id).error;
  EXPECT_EQ(StatusOf(*id).current_ledger, 105u);
}

TEST_F(SessionListTest, WhatWasCountedAfterTheLastSaveIsCountedAgainAndNotTwice) {
  ledgers_->SetTip(105);
  ASSERT_THAT(MakeKeeping(), IsOk());
  const auto id = list_->Start({.range = {100, 119}});
  ASSERT_TRUE(Eventually([&] { return StatusOf(*id).current_ledger == 105; }));
  ASSERT_THAT(list_->Save(), IsOk());
  const SavedSessions at_105 = kept_;
  ledgers_->SetTip(110);
  ASSERT_TRUE(Eventually([&] { return StatusOf(*id).current_ledger == 110; }));
  list_.reset();  // as a kill, which saves nothing
  kept_ = at_105;
  ledgers_->SetTip(119);
  ASSERT_THAT(MakeKeeping(), IsOk());
  ASSERT_TRUE(Becomes(*id, SessionState::kStopped));
  EXPECT_EQ(StatusOf(*id).ledgers, 20u);
  EXPECT_EQ(StatusOf(*id).entries, 40u);
  EXPECT_EQ(StatusOf(*id).current_ledger, 119u);
}

TEST_F(SessionListTest, RemembersThoseThatEndedAndTheFilter) {
  ASSERT_THAT(MakeKeeping(), IsOk());
  const auto whole = list_->Start({.range = {100, 109}});
  const auto stopped = list_->Start({.range = {100, std::nullopt}});
  ASSERT_TRUE(Becomes(*whole, SessionState::kStopped));
  ASSERT_THAT(list_->Stop(*stopped), IsOk());
  ASSERT_THAT(list_->SetFilter({.asset_codes = {"NONE"}}), IsOk());
  ASSERT_TRUE(Becomes(*stopped, SessionState::kStopped));
  ASSERT_THAT(list_->Pause(), IsOk());
  const std::uint64_t reads = ledgers_->reads();

  ASSERT_THAT(MakeKeeping(), IsOk());
  EXPECT_EQ(StatusOf(*whole).state, SessionState::kStopped);
  EXPECT_EQ(StatusOf(*whole).entries, 20u);
  EXPECT_EQ(StatusOf(*stopped).state, SessionState::kStopped);
  EXPECT_EQ(ledgers_->reads(), reads);
  EXPECT_EQ(list_->filter().asset_codes, std::vector<std::string>{"NONE"});
}

TEST_F(SessionListTest, OneAtTheEndOfItsRangeHasEnded) {
  kept_.sessions.push_back({.id = "x",
                            .plan = {{100, 109}, 10},
                            .filter = {},
                            .status = {.state = SessionState::kRunning, .current_ledger = 109}});
  ASSERT_THAT(MakeKeeping(), IsOk());
  EXPECT_EQ(StatusOf("x").state, SessionState::kStopped);
}

TEST_F(SessionListTest, StartsNothingThatItCannotKeep) {
  ASSERT_THAT(MakeKeeping(), IsOk());
  save_fails_ = true;
  EXPECT_THAT(list_->Start({.range = {100, std::nullopt}}), IsError(Code::kUnavailable, "no room"));
  EXPECT_TRUE(Eventually([&] { return list_->active() == 0; }));
}

}  // namespace
}  // namespace lake::testing
