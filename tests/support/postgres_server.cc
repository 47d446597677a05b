#include "support/postgres_server.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <vector>

#include "support/free_port.h"
#include "support/postgres_cluster.h"

namespace lake::testing {
namespace {

namespace fs = std::filesystem;

// The server's programs, newest version first; empty when there are none.
std::string FindPostgresPrograms() {
  std::string best;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator("/usr/lib/postgresql", error)) {
    const std::string bin = (entry.path() / "bin").string();
    if (fs::exists(bin + "/initdb") && bin > best) best = bin;
  }
  return best;
}

}  // namespace

std::unique_ptr<PostgresServer> PostgresServer::Start() {
  const std::string bin = FindPostgresPrograms();
  if (bin.empty()) {
    std::fprintf(stderr, "PostgreSQL is not installed: apt-get install postgresql\n");
    return nullptr;
  }
  std::unique_ptr<PostgresServer> server(new PostgresServer);
  server->bin_ = bin;
  GiveToServerUser(server->socket_folder());
  MakeCluster(bin, server->socket_folder());
  server->StartServer();
  return server;
}

void PostgresServer::StartServer() {
  if (port_ == 0) port_ = FreePort();
  const std::string folder = socket_folder();
  RunAsServerUser(
      {bin_ + "/pg_ctl", "-D", folder + "/cluster", "-w", "-t", "60", "-l", folder + "/log", "-o",
       fmt::format("-c port={} -c listen_addresses=127.0.0.1 -c unix_socket_directories={} "
                   "-c fsync=off -c max_connections=50",
                   port_, folder),
       "start"});
  running_ = true;
}

PostgresServer::~PostgresServer() {
  if (running_) Stop("immediate");
}

void PostgresServer::Stop(std::string_view mode) {
  RunAsServerUser({bin_ + "/pg_ctl", "-D", socket_folder() + "/cluster", "-w", "-m",
                   std::string(mode), "stop"});
  running_ = false;
}

void PostgresServer::Restart() {
  if (running_) Stop();
  StartServer();
}

std::string PostgresServer::CreateDatabase(std::string_view name) {
  Sql("postgres", fmt::format("CREATE DATABASE {}", name));
  return fmt::format("host={} port={} dbname={} user={}", socket_folder(), port_, name, kUser);
}

std::string PostgresServer::Sql(std::string_view database, std::string_view sql) {
  return RunAsServerUser({bin_ + "/psql", "-h", socket_folder(), "-p", std::to_string(port_), "-U",
                          std::string(kUser), "-d", std::string(database), "-AtX", "-v",
                          "ON_ERROR_STOP=1", "-c", std::string(sql)});
}

}  // namespace lake::testing
