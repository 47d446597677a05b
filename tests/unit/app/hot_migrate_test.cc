// `stellarlake hot migrate` as its user meets it, on a real server.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "app/config.h"
#include "app/open_hot.h"
#include "hot/migration.h"
#include "support/certificate.h"
#include "support/child.h"
#include "support/matchers.h"
#include "support/places.h"
#include "support/postgres_server.h"
#include "support/temp_folder.h"

namespace lake {
namespace {

using ::testing::HasSubstr;
using testing::IsOk;
using testing::PostgresServer;

class HotMigrate : public ::testing::Test {
 protected:
  void SetUp() override {
    server_ = PostgresServer::Start();
    if (server_ == nullptr) GTEST_SKIP() << "PostgreSQL is not installed";
    server_->CreateDatabase("stellar_hot");
    // Another place of the same settings.
    config_ =
        folder_.Write("hot.yaml", fmt::format("postgres: {{host: 127.0.0.1, port: {}, user: {}, "
                                              "password: secret123, sslmode: disable}}\n",
                                              server_->port(), PostgresServer::kUser));
  }
  ChildResult Migrate(std::vector<std::string> words) {
    words.insert(words.begin(), {testing::Program(), "hot", "migrate"});
    words.insert(words.end(), {"--config", config_});
    return RunChild(words, {.folder = folder_.path().string()});
  }
  std::string Answer(std::vector<std::string> words) {
    const ChildResult result = Migrate(std::move(words));
    EXPECT_EQ(result.exit_status, 0) << result.err;
    return result.out;
  }

  const testing::TempFolder folder_;
  std::unique_ptr<PostgresServer> server_;
  std::string config_;
};

TEST_F(HotMigrate, GoesUpAndDownAndSaysWhatItDid) {
  EXPECT_EQ(Answer({"version"}), "no migration was applied\n");
  EXPECT_EQ(Answer({"up", "2"}),
            "000001_create_core_tables.up.sql\n000002_create_effects_trades.up.sql\n");
  EXPECT_EQ(Answer({"version"}), "2\n");
  EXPECT_EQ(Answer({"down"}), "000002_create_effects_trades.down.sql\n");
  EXPECT_EQ(Answer({"goto", "2"}), "000002_create_effects_trades.up.sql\n");
  EXPECT_EQ(Answer({"goto", "2"}), "no change\n");
  EXPECT_EQ(Answer({"force", "1"}), "1\n");
  EXPECT_EQ(Answer({"force", "-1"}), "no migration was applied\n");
  EXPECT_EQ(Answer({"force", "2"}), "2\n");
  Answer({"down", "all"});
  EXPECT_THAT(Answer({"up"}), HasSubstr("000008_create_extra_tables.up.sql\n"));
}

TEST_F(HotMigrate, AppliesTheProductionProfileAsSet) {
  const std::string out = Answer({"up", "--logged", "--roles"});
  EXPECT_THAT(out, HasSubstr("tables made LOGGED\nroles and grants are in place\n"));
  EXPECT_EQ(server_->Sql("stellar_hot", "SELECT count(*) FROM pg_class WHERE relpersistence = 'u'"),
            "0\n");
  EXPECT_EQ(server_->Sql("stellar_hot",
                         "SELECT count(*) FROM pg_roles WHERE rolname LIKE "
                         "'stellar\\_hot\\_%' AND NOT rolcanlogin"),
            "4\n");
  EXPECT_THAT(Answer({"up", "--logged"}), HasSubstr("no change\n0 tables made LOGGED\n"));
}

TEST_F(HotMigrate, CreatesTheNextPairFilledWithTheDifference) {
  namespace fs = std::filesystem;
  fs::create_directories(folder_.path() / "migrations");
  fs::copy(testing::SourcePath("migrations/hot"), folder_.path() / "migrations/hot");
  const auto last = EmbeddedMigrations().back().version;
  const ChildResult early = Migrate({"create", "add_node"});
  EXPECT_EQ(early.exit_status, 75) << early.err;
  EXPECT_THAT(early.err, HasSubstr("bring it there first"));
  Answer({"up"});
  server_->Sql("stellar_hot", "ALTER TABLE ledgers_row_v2 DROP COLUMN node_id");
  const std::string up = "migrations/hot/" + MigrationFile(last + 1, "add_node", true);
  const std::string down = "migrations/hot/" + MigrationFile(last + 1, "add_node", false);
  EXPECT_EQ(Answer({"create", "add_node"}), up + "\n" + down + "\n");
  EXPECT_EQ(testing::ReadFile(folder_.path() / up),
            "ALTER TABLE \"ledgers_row_v2\" ADD COLUMN \"node_id\" text;\n");
  EXPECT_EQ(testing::ReadFile(folder_.path() / down),
            "ALTER TABLE \"ledgers_row_v2\" DROP COLUMN \"node_id\";\n");
  EXPECT_EQ(Answer({"up", "--path", "migrations/hot"}),
            MigrationFile(last + 1, "add_node", true) + "\n");
  Answer({"create", "nothing"});
  EXPECT_EQ(testing::ReadFile(folder_.path() / "migrations/hot" /
                              MigrationFile(last + 2, "nothing", true)),
            "-- The schema is what the registry wants.\n");
}

TEST_F(HotMigrate, SaysWhatIsWrong) {
  for (const auto& [words, says] : std::vector<std::pair<std::vector<std::string>, std::string>>{
           {{}, "none of up, down, goto"},
           {{"upp"}, "did you mean \"up\""},
           {{"up", "0"}, "no whole number from 1 on"},
           {{"goto"}, "give one version"},
           {{"goto", "77"}, "there is no migration 77"},
           {{"create", "A b"}, "lower-case letters"},
           {{"up", "--path", "nowhere"}, "nowhere"}}) {
    const ChildResult result = Migrate(words);
    EXPECT_NE(result.exit_status, 0);
    EXPECT_THAT(result.err, HasSubstr(says));
  }
  server_->Stop();
  const ChildResult away = Migrate({"version"});
  EXPECT_EQ(away.exit_status, 69) << away.err;
  EXPECT_THAT(away.err, ::testing::Not(HasSubstr("secret123")));
}

TEST_F(HotMigrate, IsFoundByItsTwoWords) {
  const auto run = [](std::vector<std::string> words) {
    words.insert(words.begin(), testing::Program());
    return RunChild(words);
  };
  EXPECT_THAT(run({"hot", "migrate", "--help"}).out, HasSubstr("usage: stellarlake hot migrate"));
  EXPECT_THAT(run({"help", "hot", "migrate"}).out, HasSubstr("usage: stellarlake hot migrate"));
  EXPECT_EQ(run({"hot"}).exit_status, 2);
  EXPECT_THAT(run({"hot"}).err, HasSubstr("hot migrate"));
  EXPECT_THAT(run({"hot", "migrat"}).err, HasSubstr("did you mean \"hot migrate\""));
}

// The server's key must be its own.
void SwitchTlsOn(PostgresServer& server, const testing::TempFolder& folder) {
  namespace fs = std::filesystem;
  fs::permissions(folder.File("key.pem"), fs::perms::owner_read);
  if (geteuid() == 0) {
    ASSERT_EQ(RunChild({"/bin/chown", "nobody", folder.File("key.pem")}).exit_status, 0);
  }
  server.Sql("postgres", "ALTER SYSTEM SET ssl = on");
  server.Sql("postgres",
             fmt::format("ALTER SYSTEM SET ssl_cert_file = '{}'", folder.File("cert.pem")));
  server.Sql("postgres",
             fmt::format("ALTER SYSTEM SET ssl_key_file = '{}'", folder.File("key.pem")));
  server.Restart();
}

TEST_F(HotMigrate, ChecksTheServersCertificateWhenAsked) {
  testing::TempFolder certificates;
  std::filesystem::permissions(certificates.path(), std::filesystem::perms::all);
  testing::WriteCertificate(certificates);
  SwitchTlsOn(*server_, certificates);
  Settings settings = DefaultSettings(kHotMigrate);
  settings.hot_host = "127.0.0.1";
  settings.hot_port = static_cast<std::uint32_t>(server_->port());
  settings.hot_user = PostgresServer::kUser;
  settings.hot_sslmode = "verify-full";
  EXPECT_FALSE(OpenHot(settings, {}).ok());  // nobody vouches for it
  settings.hot_ca_file = certificates.File("cert.pem");
  Result<PgConnection> connection = OpenHot(settings, {});
  ASSERT_THAT(connection, IsOk());
  const auto encrypted =
      connection->Query("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()");
  ASSERT_THAT(encrypted, IsOk());
  EXPECT_TRUE(encrypted->Bool(0, 0));
}

TEST(HotConnInfo, IsMadeOfTheSettingsOfTheSpecification) {
  Settings settings = DefaultSettings(kHotMigrate);
  EXPECT_EQ(HotConnInfo(settings),
            "host='localhost' port='5434' dbname='stellar_hot' user='stellar'");
  std::vector<std::string> notes;
  ASSERT_THAT(ApplyYaml("postgres:\n  host: db\n  port: 6432\n  database: a b\n  user: u\n"
                        "  password: it's\\\n  sslmode: require\n  ca_file: /ca.pem\n",
                        "x.yaml", EnvironmentVariable, settings, notes),
              IsOk());
  EXPECT_EQ(HotConnInfo(settings),
            "host='db' port='6432' dbname='a b' user='u' password='it\\'s\\\\' sslmode='require' "
            "sslrootcert='/ca.pem'");
  settings.hot = "postgresql://x@y/z";
  EXPECT_EQ(HotConnInfo(settings), "postgresql://x@y/z");
}

}  // namespace
}  // namespace lake
