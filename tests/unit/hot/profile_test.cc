// The production profile: tables that survive a crash, and roles that may do what they need and
// nothing else.
#include "hot/profile.h"

#include <gmock/gmock.h>

#include "unit/hot/hot_database.h"

namespace lake {
namespace {

using testing::IsError;
using testing::IsOk;

class Profile : public testing::HotDatabase {
 protected:
  void SetUp() override {
    testing::HotDatabase::SetUp();
    if (server_ != nullptr) {
      ASSERT_THAT(Migrate().Up(Migrator::kAll), IsOk());
    }
  }
  Status Make(bool logged, bool roles) {
    return Migrate().Locked([&]() -> Status {
      if (logged) TRY(MakeTablesLogged(*connection_).status());
      return roles ? MakeRoles(*connection_) : Status();
    });
  }
  // A login in the role ("" = in none).
  PgConnection LogIn(const std::string& role) {
    const std::string user = fmt::format("{}_{}", name_, role.empty() ? "stranger" : role);
    Sql(fmt::format("CREATE ROLE {} LOGIN", user));
    if (!role.empty()) Sql(fmt::format("GRANT stellar_hot_{} TO {}", role, user));
    return Connect(Address(user));
  }
  static std::string Names(PgConnection& user, const std::string& statement) {
    std::string out;
    for (const HotTable& table : HotTables()) {
      const std::string name = DdlTableName(*table.spec, HotDdlOptions(table));
      if (user.Execute(fmt::format(fmt::runtime(statement), name)).ok()) out += name + "\n";
    }
    return out;
  }
};

TEST_F(Profile, LoggedTablesSurviveACrash) {
  const HotTable& ledgers = HotTables().front();
  Sql("CREATE UNLOGGED TABLE somebodys_own ()");
  Sql(testing::InsertSql(ledgers, 7, "now()"));
  ASSERT_THAT(Make(true, false), IsOk());
  EXPECT_EQ(Sql("SELECT relname FROM pg_class WHERE relpersistence = 'u' AND relkind = 'r'"),
            "somebodys_own\n");
  EXPECT_THAT(Make(true, false), IsOk());
  connection_.reset();
  server_->Stop("immediate");
  server_->Restart();
  EXPECT_EQ(Sql("SELECT sequence FROM ledgers_row_v2"), "7\n");
}

TEST_F(Profile, RolesMayDoWhatTheyNeed) {
  ASSERT_THAT(Make(false, true), IsOk());
  ASSERT_THAT(Make(false, true), IsOk());  // again, as after every migration
  const std::string row = testing::InsertSql(HotTables().front(), 7, "now()");
  PgConnection ingester = LogIn("ingester");
  EXPECT_THAT(ingester.Execute(row), IsOk());
  EXPECT_THAT(ingester.Execute("UPDATE ledgers_row_v2 SET node_id = 'x'"), IsOk());
  EXPECT_THAT(ingester.Execute("TRUNCATE _meta_lineage; TRUNCATE trades_row_v1"), IsOk());
  PgConnection reader = LogIn("reader");
  EXPECT_THAT(reader.Execute("SELECT * FROM get_high_watermark(), get_flush_candidates(0)"),
              IsOk());
  PgConnection flusher = LogIn("flusher");
  EXPECT_THAT(flusher.Execute("SELECT * FROM cleanup_flushed_data(0)"), IsOk());
  EXPECT_THAT(flusher.Execute("UPDATE extra.hot_state SET flushed_through = 7"), IsOk());
  EXPECT_EQ(Sql("SELECT count(*) FROM ledgers_row_v2"), "0\n");
  PgConnection owner = LogIn("owner");
  Migrator migrator = Migrate(owner, EmbeddedMigrations());
  EXPECT_THAT(migrator.Down(2), IsOk());
  EXPECT_THAT(migrator.Up(Migrator::kAll), IsOk());
}

TEST_F(Profile, RolesMayNotDoMore) {
  ASSERT_THAT(Make(false, true), IsOk());
  const std::string row = testing::InsertSql(HotTables().front(), 7, "now()");
  PgConnection stranger = LogIn("");
  PgConnection reader = LogIn("reader");
  PgConnection flusher = LogIn("flusher");
  PgConnection ingester = LogIn("ingester");
  EXPECT_EQ(Names(stranger, "SELECT FROM {}"), "");
  EXPECT_THAT(stranger.Execute("SELECT * FROM get_high_watermark()"),
              IsError(Code::kInvalidArgument));
  for (PgConnection* one : {&reader, &flusher}) {
    EXPECT_THAT(one->Execute(row), IsError(Code::kInvalidArgument));
    EXPECT_EQ(Names(*one, "TRUNCATE {}"), "");
    EXPECT_EQ(Names(*one, "UPDATE {} SET ledger_range = 0"), "");
  }
  EXPECT_EQ(Names(reader, "DELETE FROM {}"), "");
  EXPECT_THAT(reader.Execute("SELECT * FROM cleanup_flushed_data(0)"),
              IsError(Code::kInvalidArgument));
  for (PgConnection* one : {&stranger, &reader, &flusher, &ingester}) {
    EXPECT_EQ(Names(*one, "DROP TABLE {}"), "");
    EXPECT_THAT(one->Execute("CREATE TABLE mine ()"), IsError(Code::kInvalidArgument));
    EXPECT_THAT(one->Execute("CREATE TABLE extra.mine ()"), IsError(Code::kInvalidArgument));
    EXPECT_THAT(one->Execute("UPDATE schema_migrations SET dirty = true"),
                IsError(Code::kInvalidArgument));
  }
}

TEST_F(Profile, OnlyWhoMayMakeRolesMakesThem) {
  Sql("CREATE ROLE nobody_special LOGIN");
  PgConnection user = Connect(Address("nobody_special"));
  EXPECT_THAT(MakeRoles(user), IsError(Code::kInvalidArgument));
}

}  // namespace
}  // namespace lake
