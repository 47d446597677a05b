#include "contracts/state_file.h"

#include <gtest/gtest.h>

#include "stellar/integer_text.h"
#include "support/matchers.h"
#include "support/temp_folder.h"

namespace lake::testing {
namespace {

const Hash256 kNetworkId = Sha256(AsBytes("this network"));

SavedSession Running(std::string id, std::uint32_t current) {
  return {.id = std::move(id),
          .plan = {{100, std::nullopt}, 7},
          .filter = {.contracts = {Sha256(AsBytes("a"))},
                     .min_balance = Int128{1} << 100,
                     .include_deleted = true},
          .status = {.state = SessionState::kRunning,
                     .current_ledger = current,
                     .ledgers = 5,
                     .entries = 10,
                     .skipped = 2,
                     .batches = 2,
                     .bytes = std::uint64_t{1} << 40,
                     .started_micros = 1'700'000'000'000'000,
                     .updated_micros = 1'700'000'000'000'001}};
}

SavedSession Failed(std::string id) {
  SavedSession session = Running(std::move(id), 0);
  session.plan = {{std::nullopt, std::nullopt}, 1000};
  session.status.state = SessionState::kError;
  session.status.error = "ledger 7: it's 'torn'; DROP TABLE sessions";
  return session;
}

TEST(StateFile, GivesBackWhatItWasGiven) {
  const TempFolder folder;
  const SavedSessions sessions{.filter = EntryFilter{.asset_codes = {"EURC", "USDC"}},
                               .sessions = {Running("a-1", 104), Failed("a-2")}};
  {
    const auto file = StateFile::Open(folder.File("state"), kNetworkId);
    ASSERT_THAT(file, IsOk());
    const auto empty = (*file)->Load();
    ASSERT_THAT(empty, IsOk());
    EXPECT_EQ(empty->sessions, SavedSessions());
    EXPECT_FALSE(empty->own);
    ASSERT_THAT((*file)->SaveSessions({.sessions = {Failed("old")}}), IsOk());
    ASSERT_THAT((*file)->SaveOwn(Running("", 50)), IsOk());
    ASSERT_THAT((*file)->SaveSessions(sessions), IsOk());
    ASSERT_THAT((*file)->SaveOwn(Running("", 51)), IsOk());
  }
  const auto file = StateFile::Open(folder.File("state"), kNetworkId);
  ASSERT_THAT(file, IsOk());
  const auto again = (*file)->Load();
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->sessions, sessions);
  EXPECT_EQ(again->own, Running("", 51));
}

TEST(StateFile, IsForOneServiceAtATime) {
  const TempFolder folder;
  const auto first = StateFile::Open(folder.File("state"), kNetworkId);
  ASSERT_THAT(first, IsOk());
  EXPECT_THAT(StateFile::Open(folder.File("state"), kNetworkId),
              IsError(Code::kConflict, "in use by another service"));
}

TEST(StateFile, IsOfOneNetwork) {
  const TempFolder folder;
  ASSERT_THAT(StateFile::Open(folder.File("state"), kNetworkId), IsOk());
  EXPECT_THAT(StateFile::Open(folder.File("state"), Sha256(AsBytes("another"))),
              IsError(Code::kInvalidArgument, "another network"));
}

TEST(StateFile, RefusesWhatIsNoStateFile) {
  const TempFolder folder;
  const std::string rubbish = folder.Write("rubbish", std::string(5000, 'x'));
  const auto file = StateFile::Open(rubbish, kNetworkId);
  ASSERT_FALSE(file.ok());
  EXPECT_NE(file.error().message.find("rubbish"), std::string::npos) << file.error().message;
  EXPECT_EQ(ReadFile(rubbish), std::string(5000, 'x'));
  EXPECT_FALSE(StateFile::Open("/proc/not/there", kNetworkId).ok());
}

}  // namespace
}  // namespace lake::testing
