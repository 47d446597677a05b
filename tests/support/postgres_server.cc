#include "support/postgres_server.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <pwd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <vector>

#include "base/check.h"
#include "base/unique_fd.h"
#include "support/child.h"

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

// The server refuses to run as root.
std::vector<std::string> AsServerUser(std::vector<std::string> words) {
  if (geteuid() != 0) return words;
  std::vector<std::string> out{"/usr/bin/setpriv", "--reuid=nobody", "--regid=nogroup",
                               "--clear-groups"};
  out.insert(out.end(), words.begin(), words.end());
  return out;
}

int FreePort() {
  const UniqueFd socket(::socket(AF_INET, SOCK_STREAM, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  CHECK(::bind(socket.get(), generic, size) == 0);
  CHECK(::getsockname(socket.get(), generic, &size) == 0);
  return ntohs(address.sin_port);
}

std::string Run(const std::vector<std::string>& words) {
  const ChildResult result =
      RunChild(AsServerUser(words), {.input = "", .folder = "/", .variables = {}});
  if (result.exit_status != 0) {
    std::fprintf(stderr, "%s: exit status %d\n%s\n%s\n", words[0].c_str(), result.exit_status,
                 result.out.c_str(), result.err.c_str());
    std::abort();
  }
  return result.out;
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
  const std::string folder = server->socket_folder();
  if (geteuid() == 0) {
    const passwd* nobody = getpwnam("nobody");
    CHECK(nobody != nullptr);
    CHECK(::chown(folder.c_str(), nobody->pw_uid, nobody->pw_gid) == 0);
  }
  Run({bin + "/initdb", "--no-sync", "--auth=trust", "--encoding=UTF8", "--locale=C",
       fmt::format("--username={}", kUser), "-D", folder + "/cluster"});
  server->StartServer();
  return server;
}

void PostgresServer::StartServer() {
  if (port_ == 0) port_ = FreePort();
  const std::string folder = socket_folder();
  Run({bin_ + "/pg_ctl", "-D", folder + "/cluster", "-w", "-t", "60", "-l", folder + "/log", "-o",
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
  Run({bin_ + "/pg_ctl", "-D", socket_folder() + "/cluster", "-w", "-m", std::string(mode),
       "stop"});
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
  return Run({bin_ + "/psql", "-h", socket_folder(), "-p", std::to_string(port_), "-U",
              std::string(kUser), "-d", std::string(database), "-AtX", "-v", "ON_ERROR_STOP=1",
              "-c", std::string(sql)});
}

}  // namespace lake::testing
