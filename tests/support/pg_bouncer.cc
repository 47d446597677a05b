#include "support/pg_bouncer.h"

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>

#include "base/check.h"
#include "support/free_port.h"

namespace lake::testing {
namespace {

constexpr const char* kProgram = "/usr/sbin/pgbouncer";

}  // namespace

std::unique_ptr<PgBouncer> PgBouncer::Start(int server_port, std::string_view user, int pool_size,
                                            std::string_view pool_mode) {
  namespace fs = std::filesystem;
  if (!fs::exists(kProgram)) {
    std::fprintf(stderr, "PgBouncer is not installed: apt-get install pgbouncer\n");
    return nullptr;
  }
  std::unique_ptr<PgBouncer> made(new PgBouncer);
  made->port_ = FreePort();
  const std::string users = made->folder_.Write("users.txt", fmt::format("\"{}\" \"\"\n", user));
  const std::string config = made->folder_.Write(
      "pgbouncer.ini",
      fmt::format("[databases]\n* = host=127.0.0.1 port={}\n"
                  "[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {}\nunix_socket_dir =\n"
                  "auth_type = trust\nauth_file = {}\npool_mode = {}\n"
                  "default_pool_size = {}\nmax_client_conn = 100\n",
                  server_port, made->port_, users, pool_mode, pool_size));
  fs::permissions(made->folder_.path(), fs::perms::all);
  made->daemon_ = std::make_unique<Daemon>(std::vector<std::string>{kProgram, "-q", config});
  CHECK(WaitForPort(made->port_));
  return made;
}

std::string PgBouncer::Database(std::string_view name, std::string_view user) const {
  return fmt::format("host=127.0.0.1 port={} dbname={} user={}", port_, name, user);
}

}  // namespace lake::testing
