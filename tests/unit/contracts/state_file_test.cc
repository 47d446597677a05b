#include "contracts/state_file.h"

#include <gtest/gtest.h>

#include "duckdb/database.h"
#include "duckdb/extensions.h"
#include "stellar/integer_text.h"
#include "support/matchers.h"
#include "support/temp_folder.h"
#include "table/sql_text.h"

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
                     .current_hash = Sha256(AsBytes("ledger")),
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

// Made before the hash of the last ledger was kept.
TEST(StateFile, OfBeforeIsReadAndKeepsWhatIsNew) {
  const TempFolder folder;
  {
    const auto file = StateFile::Open(folder.File("state"), kNetworkId);
    ASSERT_THAT(file, IsOk());
    ASSERT_THAT((*file)->SaveOwn(Running("", 50)), IsOk());
  }
  {
    const auto extensions = FindExtensionFolder();
    ASSERT_THAT(extensions, IsOk());
    auto database = Database::Open({.extensions = {ExtensionPath(*extensions, "sqlite_scanner")}});
    ASSERT_THAT(database, IsOk());
    auto connection = Connection::Open(*std::move(database));
    ASSERT_THAT(connection->Execute("ATTACH " + QuoteLiteral(folder.File("state")) +
                                    " AS file (TYPE sqlite); "
                                    "ALTER TABLE file.sessions DROP COLUMN current_hash"),
                IsOk());
  }
  const auto file = StateFile::Open(folder.File("state"), kNetworkId);
  ASSERT_THAT(file, IsOk());
  SavedSession expected = Running("", 50);
  expected.status.current_hash = {};
  EXPECT_EQ((*file)->Load()->own, expected);
  ASSERT_THAT((*file)->SaveOwn(Running("", 51)), IsOk());
  EXPECT_EQ((*file)->Load()->own, Running("", 51));
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
