// One transaction on a PgConnection, rolled back unless it is committed.
//
// A COMMIT that reports an error may have happened: `end` tells what is known. kUnknown is for the
// caller to settle by reading back, after the old server process has ended (a lock that the
// transaction held and the reader takes too makes sure of that). The server ends a transaction
// within seconds of its client's death. One thread; the connection outlives it.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/result.h"
#include "postgres/connection.h"

namespace lake {

enum class PgCommitEnd : std::uint8_t {
  kCommitted,
  kRolledBack,  // the server said so
  kUnknown,     // the connection was lost after COMMIT was sent
};

struct PgCommitOutcome {
  PgCommitEnd end;
  Status status;  // ok when committed
};

class PgTransaction {
 public:
  // `modes` as SQL has them: "ISOLATION LEVEL REPEATABLE READ READ ONLY".
  static Result<PgTransaction> Begin(PgConnection& connection, std::string_view modes = {});
  PgTransaction(PgTransaction&& other) noexcept;
  PgTransaction& operator=(PgTransaction&&) = delete;
  ~PgTransaction() { Rollback(); }

  // Does not end early when a stop is requested.
  PgCommitOutcome Commit();
  // Ends the connection when it cannot be used any more.
  void Rollback();

 private:
  explicit PgTransaction(PgConnection& connection) : connection_(&connection) {}
  PgConnection* connection_;  // null: over
};

}  // namespace lake
