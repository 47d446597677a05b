// A real PostgreSQL server of the test's own, in a temporary folder, on a Unix socket and a free
// loopback port, run as a user that is not root and stopped with the test.
//
// Start gives null, with the reason on stderr, when PostgreSQL is not installed: tests then skip.
// Aborts the test program when an installed server cannot be started.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "support/postgres_cluster.h"
#include "support/temp_folder.h"

namespace lake::testing {

class PostgresServer {
 public:
  static std::unique_ptr<PostgresServer> Start();
  ~PostgresServer();

  // "immediate" is a crash: no shutdown checkpoint, connections are cut.
  void Stop(std::string_view mode = "fast");
  void Restart();
  // Makes an empty database; gives its libpq key=value connection string.
  std::string CreateDatabase(std::string_view name);
  // Runs one statement as the superuser with psql; gives its unaligned output.
  std::string Sql(std::string_view database, std::string_view sql);

  std::string socket_folder() const { return folder_.path().string(); }
  int port() const { return port_; }
  static constexpr std::string_view kUser = kClusterUser;

 private:
  PostgresServer() = default;
  void StartServer();

  TempFolder folder_;
  std::string bin_;
  int port_ = 0;
  bool running_ = false;
};

}  // namespace lake::testing
