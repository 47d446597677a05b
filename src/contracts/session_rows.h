// The table of sessions in the state file (state_file.h): how a session is a row of it.
#pragma once

#include <span>
#include <vector>

#include "base/result.h"
#include "contracts/saved_state.h"

namespace lake {

class Connection;

// Of the attached database `file`. 0 as a ledger is none, NULL as a hash is one that is not known.
inline constexpr const char* kSessionTable =
    "CREATE TABLE IF NOT EXISTS file.sessions (place BIGINT, id VARCHAR, first_ledger BIGINT, "
    "last_ledger BIGINT, batch_rows BIGINT, filter VARCHAR, state BIGINT, current_ledger BIGINT, "
    "ledgers BIGINT, entries BIGINT, skipped BIGINT, batches BIGINT, bytes BIGINT, started_micros "
    "BIGINT, updated_micros BIGINT, error VARCHAR); "
    // Files of before lack it: their sessions go on without a proof that the next ledger follows.
    "ALTER TABLE file.sessions ADD COLUMN IF NOT EXISTS current_hash VARCHAR";

// They keep their order.
Status InsertSessionRows(Connection& connection, std::span<const SavedSession> sessions);
// kInvalidArgument for a row that makes no sense.
Result<std::vector<SavedSession>> ReadSessionRows(Connection& connection);

}  // namespace lake
