// Up, down, and what faults leave, on a real server.
#include "hot/migrator.h"

#include <gmock/gmock.h>

#include <thread>

#include "support/pg_bouncer.h"
#include "unit/hot/hot_database.h"

namespace lake {
namespace {

using testing::HasMessage;
using ::testing::HasSubstr;
using testing::IsError;
using testing::IsOk;
using testing::PgBouncer;

class MigratorTest : public testing::HotDatabase {
 protected:
  void ExpectVersion(std::int64_t version, bool dirty = false) {
    Migrator migrator = Migrate();
    const Result<SchemaVersion> now = migrator.Version();
    ASSERT_THAT(now, IsOk());
    EXPECT_EQ(now->version, version);
    EXPECT_EQ(now->dirty, dirty);
  }
  std::string Has(const std::string& table) {
    return Sql(fmt::format("SELECT to_regclass('{}') IS NOT NULL", table));
  }
};

const std::vector<Migration> kTwo = {
    {1, "one", "CREATE TABLE one (n int); CREATE TABLE more (n int)", "DROP TABLE one, more"},
    {3, "two", "CREATE TABLE two (n int)", "DROP TABLE two"}};

TEST_F(MigratorTest, GoesUpAndDownAndToAVersion) {
  const std::vector<Migration>& all = EmbeddedMigrations();
  Migrator migrator = Migrate();
  ExpectVersion(kNoVersion);
  EXPECT_EQ(Has("schema_migrations"), "f\n");  // asking makes nothing
  EXPECT_EQ(*migrator.Up(2), 2u);
  ExpectVersion(2);
  EXPECT_EQ(*migrator.Up(Migrator::kAll), all.size() - 2);
  ExpectVersion(all.back().version);
  EXPECT_EQ(*migrator.Up(1), 0u);
  EXPECT_EQ(*migrator.GoTo(3), all.size() - 3);
  ExpectVersion(3);
  EXPECT_EQ(*migrator.GoTo(6), 3u);
  EXPECT_EQ(*migrator.Down(1), 1u);
  ExpectVersion(5);
  EXPECT_EQ(*migrator.Down(Migrator::kAll), 5u);
  ExpectVersion(kNoVersion);
  EXPECT_EQ(Sql("SELECT relname FROM pg_class WHERE relkind IN ('r', 'v') AND relnamespace IN "
                "(SELECT oid FROM pg_namespace WHERE nspname IN ('public', 'extra'))"),
            "schema_migrations\n");
  EXPECT_EQ(Sql("SELECT count(*) FROM pg_proc WHERE pronamespace = 'public'::regnamespace"), "0\n");
}

TEST_F(MigratorTest, AFailedMigrationLeavesNothing) {
  std::vector<Migration> migrations = kTwo;
  migrations[1].up = "CREATE TABLE two (n int); SELECT 1 / 0";
  Migrator migrator = Migrate(migrations);
  const auto failed = migrator.Up(Migrator::kAll);
  EXPECT_THAT(failed, HasMessage("000003_two.up.sql"));
  EXPECT_THAT(failed, HasMessage("division by zero"));
  ExpectVersion(1);
  EXPECT_EQ(Has("two"), "f\n");
  migrations[1].up = "CREATE TABLE two (n int)";
  EXPECT_THAT(migrator.Up(Migrator::kAll), IsOk());
  ExpectVersion(3);
}

TEST_F(MigratorTest, OneOutsideOfATransactionIsDirtyUntilItIsDone) {
  std::vector<Migration> migrations = kTwo;
  migrations[1].up = "-- no transaction\nCREATE INDEX CONCURRENTLY by_n ON more (m)";
  Migrator migrator = Migrate(migrations);
  EXPECT_THAT(migrator.Up(Migrator::kAll), HasMessage("000003_two.up.sql"));
  ExpectVersion(3, true);
  EXPECT_THAT(migrator.Up(1), IsError(Code::kConflict));
  EXPECT_THAT(migrator.Down(1), HasMessage("hot migrate force VERSION"));
  EXPECT_THAT(migrator.Force(2), IsError(Code::kInvalidArgument));
  EXPECT_THAT(migrator.Force(1), IsOk());
  migrations[1].up = "-- no transaction\nCREATE INDEX CONCURRENTLY by_n ON more (n)";
  EXPECT_THAT(migrator.Up(1), IsOk());
  ExpectVersion(3);
  EXPECT_EQ(Has("by_n"), "t\n");
  EXPECT_THAT(migrator.Force(kNoVersion), IsOk());
  ExpectVersion(kNoVersion);
}

TEST_F(MigratorTest, OneWithATransactionOfItsOwnIsLeftAlone) {
  std::vector<Migration> migrations = kTwo;
  migrations[1].up = "BEGIN; CREATE TABLE two (n int); COMMIT;";
  Migrator migrator = Migrate(migrations);
  EXPECT_THAT(migrator.Up(Migrator::kAll), IsOk());
  ExpectVersion(3);
  migrations[1].down = "BEGIN; DROP TABLE two;";
  EXPECT_THAT(migrator.Down(1), HasMessage("does not end its transaction"));
  ExpectVersion(1, true);
  EXPECT_EQ(Has("two"), "t\n");
}

TEST_F(MigratorTest, OneThatEndsTheTransactionIsDirty) {
  std::vector<Migration> migrations = kTwo;
  for (const char* text :
       {"CREATE TABLE two (n int); COMMIT", "CREATE TABLE two (n int); COMMIT; BEGIN"}) {
    migrations[1].up = text;
    Migrator migrator = Migrate(migrations);
    EXPECT_THAT(migrator.Up(Migrator::kAll), HasMessage("ends the transaction"));
    ExpectVersion(3, true);
    EXPECT_EQ(Has("two"), "t\n");
    Sql("DROP TABLE two");
    EXPECT_THAT(migrator.Force(1), IsOk());
  }
}

TEST_F(MigratorTest, AVersionItDoesNotKnowStopsIt) {
  Migrator newer = Migrate(kTwo);
  ASSERT_THAT(newer.Up(Migrator::kAll), IsOk());
  Migrator older = Migrate(std::span(kTwo).first(1));
  for (const auto& result : {older.Up(1), older.Down(1), older.GoTo(1)}) {
    EXPECT_THAT(result, IsError(Code::kInvalidArgument));
    EXPECT_THAT(result, HasMessage("no migration 3"));
  }
  EXPECT_THAT(older.GoTo(2), IsError(Code::kInvalidArgument));
  ExpectVersion(3);
}

TEST_F(MigratorTest, TwoShareTheWork) {
  PgConnection other = Connect(conninfo_);
  Migrator here = Migrate();
  Migrator there = Migrate(other, EmbeddedMigrations());
  Result<std::size_t> taken_there = std::size_t{0};
  std::thread thread([&] { taken_there = there.Up(Migrator::kAll); });
  const Result<std::size_t> taken_here = here.Up(Migrator::kAll);
  thread.join();
  ASSERT_THAT(taken_here, IsOk());
  ASSERT_THAT(taken_there, IsOk());
  EXPECT_EQ(*taken_here + *taken_there, EmbeddedMigrations().size());
  ExpectVersion(EmbeddedMigrations().back().version);
}

TEST_F(MigratorTest, WaitsForTheLockOfGolangMigrate) {
  for (const std::string& database : {"/" + name_, name_}) {
    const std::int64_t key = MigrationLockKey(database, "public");
    PgConnection holder = Connect(conninfo_);
    ASSERT_THAT(holder.Query("SELECT pg_advisory_lock($1::bigint)::text", {key}), IsOk());
    PgConnection hurried = Connect(conninfo_);
    Migrator migrator = Migrate(hurried, EmbeddedMigrations(), 50);
    EXPECT_THAT(migrator.Up(1), IsError(Code::kConflict));
    EXPECT_THAT(migrator.Up(1), HasMessage("another migration is running"));
  }
  ExpectVersion(kNoVersion);
}

// Computed by golang-migrate v4.20.1 for postgres://…/stellar_hot.
TEST(MigrationLock, IsThatOfGolangMigrate) {
  EXPECT_EQ(MigrationLockKey("/stellar_hot", "public"), 2'022'325'263);
  EXPECT_EQ(MigrationLockKey("stellar_hot", "public"), 4'127'723'179);
}

TEST_F(MigratorTest, WorksThroughAPoolerWithOneConnection) {
  const auto bouncer = PgBouncer::Start(server_->port(), testing::PostgresServer::kUser, 1);
  if (bouncer == nullptr) GTEST_SKIP() << "PgBouncer is not installed";
  connection_.reset();
  PgConnection pooled =
      Connect(bouncer->Database(name_, testing::PostgresServer::kUser) + " sslmode=disable");
  Migrator migrator = Migrate(pooled, EmbeddedMigrations());
  ASSERT_THAT(migrator.Up(Migrator::kAll), IsOk());
  ASSERT_THAT(migrator.Down(2), IsOk());
  ASSERT_THAT(migrator.GoTo(EmbeddedMigrations().back().version), IsOk());
  EXPECT_EQ(Sql("SELECT version, dirty FROM schema_migrations"),
            fmt::format("{}|f\n", EmbeddedMigrations().back().version));
}

}  // namespace
}  // namespace lake
