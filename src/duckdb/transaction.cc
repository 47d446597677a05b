#include "duckdb/transaction.h"

#include <utility>

#include "base/log.h"

namespace lake {

Result<Transaction> Transaction::Begin(Connection& connection) {
  TRY(connection.Execute("BEGIN"));
  connection.first_failure()->Begin();
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
  connection_->first_failure()->End();
}

Status Transaction::Commit() {
  TRY(connection_->Execute("COMMIT"));
  connection_->first_failure()->End();
  connection_ = nullptr;
  return {};
}

}  // namespace lake
