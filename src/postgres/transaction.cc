#include "postgres/transaction.h"

#include <fmt/format.h>
#include <libpq-fe.h>

#include <utility>

#include "postgres/error.h"
#include "postgres/sqlstate.h"

namespace lake {
namespace {

// The state stands at the end of an error's message: "... (40001)".
std::string_view StateIn(std::string_view message) {
  return message.size() >= 7 && message.back() == ')' && message[message.size() - 7] == '('
             ? message.substr(message.size() - 6, 5)
             : std::string_view();
}

}  // namespace

Result<PgTransaction> PgTransaction::Begin(PgConnection& connection, std::string_view modes) {
  if (connection.broken()) return connection.Broken();
  // So that a transaction whose client is gone ends, and gives its locks back, also while it waits
  // or computes. Servers before 15 have this on some systems only.
  const bool watches = PQserverVersion(connection.raw()) >= 150'000;
  TRY(connection.Execute(fmt::format(
      "BEGIN {}{}", modes, watches ? "; SET LOCAL client_connection_check_interval = '2s'" : "")));
  return PgTransaction(connection);
}

PgTransaction::PgTransaction(PgTransaction&& other) noexcept
    : connection_(std::exchange(other.connection_, nullptr)) {}

PgCommitOutcome PgTransaction::Commit() {
  PgConnection& connection = *std::exchange(connection_, nullptr);
  if (connection.broken()) return {PgCommitEnd::kRolledBack, connection.Broken()};
  const std::stop_token stop = connection.SetStop({});
  auto answer = connection.Query("COMMIT");
  connection.SetStop(stop);
  if (answer.ok()) {
    // A transaction in which a statement has failed answers COMMIT by ROLLBACK, as a success.
    if (answer->command() == "COMMIT") return {PgCommitEnd::kCommitted, {}};
    return {PgCommitEnd::kRolledBack,
            {Code::kInternal, "the transaction had failed before, and was rolled back"}};
  }
  Status status = std::move(answer).status();
  if (connection.broken() || LeavesOutcomeOpen(StateIn(status.error().message))) {
    connection.Close();
    return {PgCommitEnd::kUnknown, {Code::kUnavailable, status.error().message}};
  }
  return {PgCommitEnd::kRolledBack, std::move(status)};
}

void PgTransaction::Rollback() {
  PgConnection* const connection = std::exchange(connection_, nullptr);
  if (connection == nullptr || connection->broken() || !connection->in_transaction()) return;
  const bool idle = PQtransactionStatus(connection->raw()) != PQTRANS_ACTIVE;
  if (!idle || !connection->Execute("ROLLBACK").ok()) connection->Close();
}

}  // namespace lake
