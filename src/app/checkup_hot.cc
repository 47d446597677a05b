// The hot buffer: the server, the way there, the schema.
#include "app/checkup_hot.h"

#include <fmt/format.h>

#include "app/config.h"
#include "app/hot_and_lake.h"
#include "app/open_hot.h"
#include "hot/hot_state.h"
#include "hot/hot_tables.h"
#include "hot/migration.h"
#include "hot/schema_change.h"
#include "hot/schema_reader.h"
#include "hot/schema_version.h"
#include "postgres/copy_out.h"
#include "postgres/transaction.h"

namespace lake {
namespace {

constexpr int kVersionTested = 150'000;
constexpr std::string_view kMigrate = "stellarlake hot migrate up";

bool NamesHot(const Settings& settings) {
  const Settings initial = DefaultSettings(kDoctor);
  return ReadsHot(settings) || settings.hot_host != initial.hot_host ||
         settings.hot_port != initial.hot_port || settings.hot_database != initial.hot_database ||
         settings.hot_user != initial.hot_user || settings.hot_password != initial.hot_password;
}

std::string_view AdviceFor(Code code) {
  switch (code) {
    case Code::kUnavailable:
      return "start PostgreSQL (deploy/hot has it), or correct host and port";
    case Code::kNotFound:
      return "correct the name of the database, or make it: CREATE DATABASE";
    case Code::kInvalidArgument:
      return "correct user, password or TLS settings (postgres.*)";
    default:
      return "see the message";
  }
}

Finding CheckServer(PgConnection& connection) {
  const std::string check = "hot server";
  auto who = connection.Query("SELECT current_setting('server_version'), current_user::text");
  if (!who.ok()) {
    return Failure(check, who.error().message, "see the message", who.error().code);
  }
  std::string detail = fmt::format("PostgreSQL {} at {}, as {}", who->Text(0, 0),
                                   connection.place(), who->Text(1, 0));
  if (connection.server_version() >= kVersionTested) return Good(check, std::move(detail));
  return Warning(check, std::move(detail),
                 "from 15 on the server ends a transaction whose client is gone within seconds; "
                 "before, its locks stay");
}

Finding CheckLink(const PgConnection& connection) {
  const std::string check = "hot encryption";
  switch (connection.link()) {
    case PgLink::kEncrypted:
      return Good(check, "TLS");
    case PgLink::kThisMachine:
      return Good(check, "none, the server is on this machine");
    case PgLink::kPlain:
      break;
  }
  return Warning(check, "none: password and rows can be read on their way",
                 "postgres.sslmode: verify-full with postgres.ca_file, or at least require");
}

// What every command does, in one transaction; true when a pooler stands between.
Result<bool> TryTransaction(PgConnection& connection) {
  TRY_ASSIGN(PgTransaction transaction, PgTransaction::Begin(connection, kHotSnapshot));
  TRY_ASSIGN(const PgResult served,
             connection.Query("SELECT pg_backend_pid()::bigint WHERE $1", {true}));
  TRY(served.SingleRow());
  TRY_ASSIGN(PgCopyOut rows, PgCopyOut::Start(connection, "SELECT pg_backend_pid()::bigint", 1));
  TRY_ASSIGN(const bool row, rows.Next());
  TRY_ASSIGN(const std::int64_t pid, rows.Int(0));
  TRY_ASSIGN(const bool more, rows.Next());
  if (!row || more || pid != served.Int(0, 0)) {
    return Error{Code::kConflict, "statements of one transaction reach several servers"};
  }
  return pid != connection.backend_pid();
}

Finding CheckPool(PgConnection& connection) {
  const std::string check = "hot transactions";
  const auto pooled = TryTransaction(connection);
  if (!pooled.ok()) {
    return Failure(check, pooled.error().message, "PgBouncer needs pool_mode = transaction",
                   pooled.error().code);
  }
  return Good(check, *pooled ? "work through the pooler" : "work, on a direct connection");
}

Result<Finding> SchemaFinding(PgConnection& connection) {
  const std::string check = "hot schema";
  TRY_ASSIGN(SchemaVersionTable table, SchemaVersionTable::Find(connection));
  TRY_ASSIGN(const SchemaVersion version, table.Read());
  const std::int64_t newest = EmbeddedMigrations().back().version;
  std::string detail = fmt::format("migration {} of {}", version.version, newest);
  if (version.version == kNoVersion) {
    return Failure(check, "no migration was applied", std::string(kMigrate), Code::kNotFound);
  }
  if (version.dirty) {
    return Failure(check, detail + " was not finished",
                   "repair it, then stellarlake hot migrate force VERSION", Code::kConflict);
  }
  if (version.version > newest) {
    return Failure(check, detail + ": of a newer program", "update this one", Code::kConflict);
  }
  if (version.version < newest) {
    return Failure(check, detail, std::string(kMigrate), Code::kConflict);
  }
  TRY_ASSIGN(const SchemaShape have, ReadSchemaShape(connection));
  const SchemaChange change = ChangeToRegistry(have, HotTables());
  if (change.up.empty()) return Good(check, detail + ", tables and columns as they should be");
  return Failure(check, fmt::format("{}, but tables were changed", detail),
                 "`stellarlake hot migrate create NAME` writes what they lack", Code::kConflict);
}

Finding CheckSchema(PgConnection& connection) {
  auto finding = SchemaFinding(connection);
  if (finding.ok()) return std::move(finding).value();
  return Failure("hot schema", finding.error().message, "see the message", finding.error().code);
}

}  // namespace

std::vector<Finding> CheckHot(const Settings& settings, std::stop_token stop) {
  std::vector<Finding> findings;
  if (!NamesHot(settings)) return findings;
  auto connection = OpenHot(settings, std::move(stop));
  if (!connection.ok()) {
    const Error& error = connection.error();
    return {Failure("hot server", error.message, std::string(AdviceFor(error.code)), error.code)};
  }
  findings.push_back(CheckServer(*connection));
  findings.push_back(CheckLink(*connection));
  findings.push_back(CheckPool(*connection));
  findings.push_back(CheckSchema(*connection));
  CheckHotTables(*connection, settings, findings);
  auto hot = HotSnapshot::Begin(std::move(*connection));
  if (hot.ok()) {
    CheckHotContent(*hot, settings, findings);
  } else if (hot.error().code != Code::kNotFound) {  // which the schema's finding says
    findings.push_back(
        Failure("hot epoch", hot.error().message, "see the message", hot.error().code));
  }
  return findings;
}

}  // namespace lake
