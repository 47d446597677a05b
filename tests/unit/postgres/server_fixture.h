// One PostgreSQL server for all tests of a suite, with an empty database.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "postgres/connection.h"
#include "support/matchers.h"
#include "support/postgres_server.h"

namespace lake::testing {

class OnPostgres : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    server_ = PostgresServer::Start().release();
    if (server_ != nullptr) conninfo_ = server_->CreateDatabase("hot");
  }
  static void TearDownTestSuite() {
    delete server_;
    server_ = nullptr;
  }
  void SetUp() override {
    if (server_ == nullptr) GTEST_SKIP() << "PostgreSQL is not installed";
  }

  static PgConnection Connect(PgOptions options = {}) {
    if (options.conninfo.empty()) options.conninfo = conninfo_;
    auto connection = PgConnection::Open(std::move(options));
    if (!connection.ok()) {
      ADD_FAILURE() << connection.error().message;
      std::abort();
    }
    return std::move(connection).value();
  }
  // The connection string through another port of the loopback.
  static std::string Through(int port) {
    return fmt::format("host=127.0.0.1 port={} dbname=hot user={}", port, PostgresServer::kUser);
  }

  static inline PostgresServer* server_ = nullptr;
  static inline std::string conninfo_;
};

}  // namespace lake::testing
