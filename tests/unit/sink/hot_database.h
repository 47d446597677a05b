// A PostgreSQL server for a suite, and for each test a database with the hot buffer's migrations.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "hot/migration.h"
#include "postgres/connection.h"
#include "sink/postgres_sink.h"
#include "support/extracted_batch.h"
#include "support/ledger_builder.h"
#include "support/matchers.h"
#include "support/postgres_server.h"
#include "tables/all.h"

namespace lake::testing {

class OnHotDatabase : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { server_ = PostgresServer::Start().release(); }
  static void TearDownTestSuite() {
    delete server_;
    server_ = nullptr;
  }

  void SetUp() override {
    if (server_ == nullptr) GTEST_SKIP() << "PostgreSQL is not installed";
    database_ = fmt::format("hot{}", ++databases_);
    conninfo_ = server_->CreateDatabase(database_);
    PgConnection connection = Connect();
    for (const Migration& migration : EmbeddedMigrations()) {
      ASSERT_THAT(connection.Execute(migration.up), IsOk()) << migration.name;
    }
    tables_ = *SelectTables({});
  }

  PgConnection Connect() {
    auto connection = PgConnection::Open({.conninfo = conninfo_});
    if (!connection.ok()) {
      ADD_FAILURE() << connection.error().message;
      std::abort();
    }
    return std::move(connection).value();
  }
  std::string Through(int port) const {
    return fmt::format("host=127.0.0.1 port={} dbname={} user={}", port, database_,
                       PostgresServer::kUser);
  }
  // One value, without the line end.
  std::string Sql(const std::string& sql) const {
    std::string out = server_->Sql(database_, sql);
    while (!out.empty() && out.back() == '\n') out.pop_back();
    return out;
  }

  PostgresSinkOptions Options(std::string conninfo = {}) const {
    return {.connection = {.conninfo = conninfo.empty() ? conninfo_ : std::move(conninfo)},
            .tables = tables_,
            .origin = {.network = "test",
                       .source = "a chain",
                       .pipeline_version = "1.2.3",
                       .processor_name = "stellarlake",
                       .writer = "",
                       .era = {}},
            .patience_ms = 120'000};
  }
  // The chain's next ledgers.
  Batch NextBatch(std::size_t count) {
    return ExtractBatch(tables_, chain_.AddPayments(count), chain_.network_id());
  }

  static inline PostgresServer* server_ = nullptr;
  static inline int databases_ = 0;
  std::string database_;
  std::string conninfo_;
  TableSet tables_;
  LedgerChain chain_{kTestPassphrase, 1000, 23};
};

}  // namespace lake::testing
