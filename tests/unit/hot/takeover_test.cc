// golang-migrate and this program on one database: either goes on where the other stopped, and
// neither works while the other has the lock or left the schema dirty. The other tool is the
// library itself (tests/peers/migrate).
#include <gmock/gmock.h>

#include <filesystem>
#include <thread>

#include "support/child.h"
#include "support/places.h"
#include "support/temp_folder.h"
#include "unit/hot/hot_database.h"

namespace lake {
namespace {

using ::testing::HasSubstr;
using testing::IsError;
using testing::IsOk;

const std::string kTool = testing::DepsPath("migrate/migrate");
const std::string kFolder = testing::SourcePath("migrations/hot");

class TakeOver : public testing::HotDatabase {
 protected:
  void SetUp() override {
    testing::HotDatabase::SetUp();
    if (!std::filesystem::exists(kTool)) GTEST_SKIP() << "golang-migrate was not built";
  }
  ChildResult Tool(std::vector<std::string> words, const std::string& folder = kFolder) {
    words.insert(words.begin(), {kTool, Address(), folder});
    return RunChild(words);
  }
  void ToolDoes(std::vector<std::string> words) {
    const ChildResult result = Tool(std::move(words));
    EXPECT_EQ(result.exit_status, 0) << result.err;
  }
  // What both say.
  void ExpectVersion(std::int64_t version) {
    const Result<SchemaVersion> ours = Migrate().Version();
    ASSERT_THAT(ours, IsOk());
    EXPECT_EQ(ours->version, version);
    EXPECT_FALSE(ours->dirty);
    EXPECT_EQ(Tool({"version"}).out, fmt::format("{} false\n", version));
  }
};

TEST_F(TakeOver, GoesBothWays) {
  const auto newest = EmbeddedMigrations().back().version;
  ToolDoes({"up", "3"});
  ExpectVersion(3);
  Migrator migrator = Migrate();
  EXPECT_EQ(*migrator.Up(Migrator::kAll), static_cast<std::size_t>(newest - 3));
  ExpectVersion(newest);
  ToolDoes({"up"});  // nothing is left to do
  ToolDoes({"down", "2"});
  ExpectVersion(newest - 2);
  EXPECT_EQ(*migrator.Down(1), 1u);
  ExpectVersion(newest - 3);
  ToolDoes({"goto", "7"});
  ToolDoes({"up"});
  ExpectVersion(newest);
  EXPECT_EQ(*migrator.Down(Migrator::kAll), EmbeddedMigrations().size());
  EXPECT_THAT(Tool({"version"}).err, HasSubstr("no migration"));
  ToolDoes({"up"});
  ExpectVersion(newest);
  ToolDoes({"down"});
  EXPECT_EQ(Migrate().Version()->version, kNoVersion);
}

TEST_F(TakeOver, WhatOneLeavesDirtyTheOtherDoesNotTouch) {
  const testing::TempFolder folder;
  const std::string broken = "-- no transaction\nSELECT 1 / 0;";
  for (const auto& [file, text] :
       {std::pair("000001_a.up.sql", "CREATE TABLE a ();"),
        std::pair("000001_a.down.sql", "DROP TABLE a;"),
        std::pair("000002_b.up.sql", broken.c_str()), std::pair("000002_b.down.sql", "")}) {
    folder.Write(file, text);
  }
  const Result<std::vector<Migration>> migrations = LoadMigrations(folder.path());
  ASSERT_THAT(migrations, IsOk());
  Migrator migrator = Migrate(*migrations);

  EXPECT_THAT(Tool({"up"}, folder.path()).err, HasSubstr("division by zero"));
  EXPECT_THAT(migrator.Up(1), IsError(Code::kConflict));
  EXPECT_THAT(migrator.Force(1), IsOk());
  EXPECT_EQ(Tool({"version"}).out, "1 false\n");

  EXPECT_THAT(migrator.Up(1), IsError(Code::kInternal));
  EXPECT_EQ(Tool({"version"}).out, "2 true\n");
  EXPECT_THAT(Tool({"up"}, folder.path()).err, HasSubstr("Dirty database version 2"));
  EXPECT_EQ(Tool({"force", "1"}, folder.path()).exit_status, 0);
  EXPECT_THAT(migrator.Down(1), IsOk());
}

TEST_F(TakeOver, EachWaitsForTheOther) {
  Migrator migrator = Migrate();
  ChildResult tool{};
  std::thread thread;
  ASSERT_THAT(migrator.Locked([&]() -> Status {
    thread = std::thread([&] { tool = Tool({"up"}); });
    // It waits in the server, in its own words.
    PgConnection watcher = Connect(conninfo_);
    for (;;) {
      TRY_ASSIGN(const PgResult waiting,
                 watcher.Query("SELECT count(*)::bigint FROM pg_stat_activity WHERE datname = "
                               "current_database() AND wait_event = 'advisory'"));
      if (waiting.Int(0, 0) == 1) break;
    }
    EXPECT_EQ(Sql("SELECT to_regclass('ledgers_row_v2') IS NULL"), "t\n");
    return {};
  }),
              IsOk());
  thread.join();
  EXPECT_EQ(tool.exit_status, 0) << tool.err;
  ExpectVersion(EmbeddedMigrations().back().version);
}

}  // namespace
}  // namespace lake
