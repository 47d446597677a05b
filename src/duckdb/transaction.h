// One transaction on a connection, rolled back unless it is committed.
//
// The roll-back is explicit and comes before anything is closed: DuckDB may end the process when it
// finds a dead catalog server while it destroys a transaction.
#pragma once

#include "base/result.h"
#include "duckdb/database.h"

namespace lake {

class Transaction {
 public:
  static Result<Transaction> Begin(Connection& connection);
  Transaction(Transaction&& other) noexcept;
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();

  // After an error the transaction is gone, and whether it happened is unknown: read it back.
  Status Commit();

 private:
  explicit Transaction(Connection& connection) : connection_(&connection) {}
  Connection* connection_;  // null: over
};

}  // namespace lake
