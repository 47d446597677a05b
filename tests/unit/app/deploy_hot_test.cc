// deploy/hot: the ports and credentials of the specification, and a pooler that works as it stands
// there, before a real server.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

#include <filesystem>

#include "app/config.h"
#include "support/child.h"
#include "support/daemon.h"
#include "support/free_port.h"
#include "support/places.h"
#include "support/postgres_server.h"
#include "support/temp_folder.h"

namespace lake {
namespace {

using testing::ReadFile;

const std::string kFolder = testing::SourcePath("deploy/hot/");

std::string Replaced(std::string text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

TEST(Compose, HasThePortsAndCredentialsOfTheSpecification) {
  const YAML::Node services = YAML::LoadFile(kFolder + "docker-compose.yml")["services"];
  const YAML::Node postgres = services["postgres-hot-buffer"];
  EXPECT_EQ(postgres["image"].as<std::string>(), "postgres:16");
  EXPECT_EQ(postgres["environment"]["POSTGRES_DB"].as<std::string>(), "stellar_hot");
  EXPECT_EQ(postgres["environment"]["POSTGRES_USER"].as<std::string>(), "stellar");
  EXPECT_EQ(postgres["environment"]["POSTGRES_PASSWORD"].as<std::string>(), "stellar_dev_password");
  const auto command = postgres["command"].as<std::string>();
  for (const char* setting : {"fsync=off", "synchronous_commit=off", "full_page_writes=off"})
    EXPECT_NE(command.find(fmt::format("-c {}", setting)), std::string::npos) << setting;
  // Public passwords are for this machine only.
  for (const auto& [service, port] : {std::pair("postgres-hot-buffer", "127.0.0.1:5434:5432"),
                                      std::pair("pgbouncer", "127.0.0.1:6432:6432"),
                                      std::pair("adminer", "127.0.0.1:8081:8080")}) {
    ASSERT_EQ(services[service]["ports"].size(), 1u) << service;
    EXPECT_EQ(services[service]["ports"][0].as<std::string>(), port);
  }
  EXPECT_EQ(services.size(), 3u);
  for (const YAML::Node& volume : services["pgbouncer"]["volumes"]) {
    const auto text = volume.as<std::string>();
    EXPECT_TRUE(std::filesystem::exists(kFolder + text.substr(0, text.find(':')))) << text;
  }
}

TEST(Compose, HasTheDefaultsOfTheSettings) {
  const Settings settings = DefaultSettings(kHotMigrate);
  EXPECT_EQ(settings.hot_port, 5434u);
  EXPECT_EQ(settings.hot_database, "stellar_hot");
  EXPECT_EQ(settings.hot_user, "stellar");
}

TEST(HotConfiguration, IsUnderstoodAndSafe) {
  const auto variable = [](std::string_view) { return std::optional<std::string>("value"); };
  Settings settings = DefaultSettings(kHotMigrate);
  std::vector<std::string> notes;
  const Status applied =
      ApplyYaml(ReadFile(kFolder + "hot.yaml"), "hot.yaml", variable, settings, notes);
  ASSERT_TRUE(applied.ok()) << applied.error().message;
  EXPECT_EQ(settings.hot_sslmode, "verify-full");
  EXPECT_TRUE(settings.hot_logged && settings.hot_roles);
}

TEST(Pooler, LetsInWhoHasThePassword) {
  const auto server = testing::PostgresServer::Start();
  if (server == nullptr || !std::filesystem::exists("/usr/sbin/pgbouncer"))
    GTEST_SKIP() << "PostgreSQL or PgBouncer is not installed";
  server->Sql("postgres", "CREATE ROLE stellar LOGIN SUPERUSER");
  server->Sql("postgres", "CREATE DATABASE stellar_hot OWNER stellar");
  const testing::TempFolder folder;
  std::filesystem::permissions(folder.path(), std::filesystem::perms::all);
  const int port = testing::FreePort();
  std::string ini = ReadFile(kFolder + "pgbouncer.ini");
  ini = Replaced(ini, "host=postgres-hot-buffer port=5432",
                 fmt::format("host=127.0.0.1 port={}", server->port()));
  ini = Replaced(ini, "listen_addr = *", "listen_addr = 127.0.0.1");
  ini = Replaced(ini, "listen_port = 6432", fmt::format("listen_port = {}", port));
  ini = Replaced(ini, "/etc/pgbouncer/userlist.txt",
                 folder.Write("userlist.txt", ReadFile(kFolder + "userlist.txt")));
  ini += "unix_socket_dir =\n";
  const testing::Daemon pooler({"/usr/sbin/pgbouncer", "-q", folder.Write("pgbouncer.ini", ini)});
  ASSERT_TRUE(testing::WaitForPort(port));
  const auto version = [port](const char* password) {
    return RunChild({testing::Program(), "hot", "migrate", "up", "--hot",
                     fmt::format("postgresql://stellar:{}@localhost:{}/stellar_hot?sslmode=disable",
                                 password, port)});
  };
  const ChildResult right = version("stellar_dev_password");
  EXPECT_EQ(right.exit_status, 0) << right.err;
  EXPECT_NE(right.out.find("000001_create_core_tables.up.sql"), std::string::npos);
  EXPECT_NE(version("another_password").exit_status, 0);
}

}  // namespace
}  // namespace lake
