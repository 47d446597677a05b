// A real PgBouncer, in transaction mode unless told otherwise, in front of a test's PostgreSQL
// server: on a free loopback port, stopped with the test.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "support/daemon.h"
#include "support/temp_folder.h"

namespace lake::testing {

class PgBouncer {
 public:
  // Null, with the reason on stderr, when PgBouncer is not installed: tests then skip.
  // Clients are `user`, whom the server trusts.
  static std::unique_ptr<PgBouncer> Start(int server_port, std::string_view user, int pool_size = 5,
                                          std::string_view pool_mode = "transaction");

  int port() const { return port_; }
  // The libpq connection string of a database of the server.
  std::string Database(std::string_view name, std::string_view user) const;

 private:
  PgBouncer() = default;

  TempFolder folder_;
  int port_ = 0;
  std::unique_ptr<Daemon> daemon_;
};

}  // namespace lake::testing
