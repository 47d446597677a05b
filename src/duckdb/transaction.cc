#include "duckdb/transaction.h"

#include <utility>

#include "base/log.h"

namespace lake {

Result<Transaction> Transaction::Begin(Connection& connection) {
  TRY(connection.Execute("BEGIN"));
  return Transaction(connection);
}

Transaction::Transaction(Transaction&& other) noexcept
    : connection_(std::exchange(other.connection_, nullptr)) {}

Transaction::~Transaction() {
  if (connection_ == nullptr) return;
  // A failed COMMIT has ended the transaction already: the error before this one is the one that
  // counts.
  if (const Status status = connection_->Execute("ROLLBACK"); !status.ok()) {
    LogDebug("roll-back: {}", status.error().message);
  }
}

Status Transaction::Commit() {
  TRY(connection_->Execute("COMMIT"));
  connection_ = nullptr;
  return {};
}

}  // namespace lake
