// The state of a hot buffer beside its rows: whose ledgers it has, its epoch, and where the lake
// goes on from.
//
// A crash of PostgreSQL empties UNLOGGED tables and says nothing (even the death of one server
// process is a crash). So the epoch is kept twice, in a logged row and in an unlogged one: when the
// second is missing or differs, the rows are gone, the buffer takes a new epoch, and whoever writes
// begins behind what was flushed. Every batch compares them in its own transaction.
//
// All functions run in the caller's transaction, and change things under the lock only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "lineage/batch_rows.h"
#include "lineage/coverage.h"
#include "postgres/connection.h"

namespace lake {

struct HotState {
  std::string network;
  std::int64_t epoch = 0;
  std::optional<std::int64_t> rows_epoch;  // of the unlogged row; nothing after a crash
  MetaIds ids;                             // the last ones in _meta_lineage and _meta_quality
  std::optional<std::uint32_t> flushed_through;
  Hash256 flushed_hash{};  // of that ledger

  // Whether the rows that stand there are those of the epoch.
  bool whole() const { return rows_epoch == epoch; }
};

// Takes the lock of whoever changes the buffer, until the transaction ends: also one whose client
// is gone holds it until then, so that whoever has it sees what became of that. False when another
// has it.
Result<bool> TryLockHot(PgConnection& connection);
// The same for who waits in line, for at most `wait_ms`: kConflict when another had it all the
// time.
Status LockHot(PgConnection& connection, std::int64_t wait_ms);

// How a transaction is begun that reads the buffer as it was at one moment.
inline constexpr std::string_view kHotSnapshot = "ISOLATION LEVEL REPEATABLE READ READ ONLY";
// Its first statement. TRUNCATE is of no snapshot: whoever begins a new epoch waits from here until
// the transaction ends, and the snapshot is taken behind one that had begun. kNotFound, with what
// to do, when there are no tables.
Status LockAgainstNewEpoch(PgConnection& connection);

// Nothing in a buffer that nobody has written to; kNotFound, with what to do, when there are no
// tables.
Result<std::optional<HotState>> ReadHotState(PgConnection& connection);

// Empties every table of the buffer and begins the epoch after `before`'s.
Result<HotState> BeginHotEpoch(PgConnection& connection, const std::optional<HotState>& before,
                               const std::string& network, Timestamp now);

Status WriteHotIds(PgConnection& connection, const MetaIds& ids);

// Ledgers up to `last` are in the lake: the hot buffer does not take them again.
Status WriteFlushed(PgConnection& connection, std::uint32_t last, const Hash256& hash);

}  // namespace lake
