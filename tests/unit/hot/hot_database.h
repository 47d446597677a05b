// An empty database of a server that the tests of one file share, and what they do with it.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "hot/hot_tables.h"
#include "hot/migrator.h"
#include "postgres/connection.h"
#include "support/matchers.h"
#include "support/postgres_server.h"
#include "table/sql_text.h"

namespace lake::testing {

class HotDatabase : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { server_ = PostgresServer::Start(); }
  static void TearDownTestSuite() { server_.reset(); }

  void SetUp() override {
    if (server_ == nullptr) GTEST_SKIP() << "PostgreSQL is not installed";
    static int number = 0;
    name_ = fmt::format("hot{}", ++number);
    conninfo_ = server_->CreateDatabase(name_);
    connection_ = std::make_unique<PgConnection>(Connect(conninfo_));
  }

  static PgConnection Connect(const std::string& conninfo) {
    PgOptions options;
    options.conninfo = conninfo;
    Result<PgConnection> opened = PgConnection::Open(std::move(options));
    if (!opened.ok()) {
      ADD_FAILURE() << opened.error().message;
      std::abort();
    }
    return std::move(opened).value();
  }
  static Migrator Migrate(PgConnection& connection, std::span<const Migration> migrations,
                          std::int64_t lock_wait_ms = 60'000) {
    Result<Migrator> made = Migrator::Open(connection, migrations, {.lock_wait_ms = lock_wait_ms});
    CHECK(made.ok());
    return std::move(made).value();
  }
  Migrator Migrate(std::span<const Migration> migrations = EmbeddedMigrations()) {
    return Migrate(*connection_, migrations);
  }

  std::string Sql(const std::string& sql) { return server_->Sql(name_, sql); }
  std::string Address(std::string_view user = PostgresServer::kUser) const {
    return fmt::format("postgres://{}@127.0.0.1:{}/{}?sslmode=disable", user, server_->port(),
                       name_);
  }

  static std::unique_ptr<PostgresServer> server_;
  std::string name_;
  std::string conninfo_;
  std::unique_ptr<PgConnection> connection_;
};

inline std::unique_ptr<PostgresServer> HotDatabase::server_;

// A row of the table for this ledger, closed at `closed_at` (an SQL expression), with something in
// every column that wants it.
inline std::string InsertSql(const HotTable& table, std::int64_t ledger,
                             const std::string& closed_at) {
  std::string columns;
  std::string values;
  for (const ColumnSpec& column : table.spec->columns) {
    std::string value = "0";
    if (column.name == table.spec->sequence_column) {
      value = std::to_string(ledger);
    } else if (column.name == "ledger_range") {
      value = std::to_string(ledger / 10'000 * 10'000);
    } else if (column.nullable) {
      continue;
    } else if (column.type == ColumnType::kTimestamp) {
      value = closed_at;
    } else if (column.type == ColumnType::kText) {
      value = fmt::format("'{}'", ledger);
    } else if (column.type == ColumnType::kBool) {
      value = "false";
    }
    columns += (columns.empty() ? "" : ", ") + QuoteIdentifier(column.name);
    values += (values.empty() ? "" : ", ") + value;
  }
  return fmt::format("INSERT INTO {} ({}) VALUES ({})",
                     DdlTableName(*table.spec, HotDdlOptions(table)), columns, values);
}

}  // namespace lake::testing
