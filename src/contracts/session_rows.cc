#include "contracts/session_rows.h"

#include <fmt/format.h>

#include <utility>

#include "base/hex.h"
#include "duckdb/database.h"

namespace lake {
namespace {

std::int64_t Signed(std::uint64_t value) { return static_cast<std::int64_t>(value); }
std::uint64_t Unsigned(std::int64_t value) { return static_cast<std::uint64_t>(value); }

// 0 in the file is none.
std::int64_t OrNone(const std::optional<std::uint32_t>& ledger) { return ledger.value_or(0); }
std::optional<std::uint32_t> NoneIf0(std::int64_t ledger) {
  return ledger == 0 ? std::nullopt : std::optional(static_cast<std::uint32_t>(ledger));
}

Status Insert(Statement& insert, std::int64_t place, const SavedSession& session) {
  const SessionStatus& status = session.status;
  return insert.Bind(1, place)
      .Bind(2, session.id)
      .Bind(3, OrNone(session.plan.range.first))
      .Bind(4, OrNone(session.plan.range.last))
      .Bind(5, std::int64_t{session.plan.batch_rows})
      .Bind(6, FilterText(session.filter))
      .Bind(7, static_cast<std::int64_t>(status.state))
      .Bind(8, std::int64_t{status.current_ledger})
      .Bind(9, Signed(status.ledgers))
      .Bind(10, Signed(status.entries))
      .Bind(11, Signed(status.skipped))
      .Bind(12, Signed(status.batches))
      .Bind(13, Signed(status.bytes))
      .Bind(14, status.started_micros)
      .Bind(15, status.updated_micros)
      .Bind(16, status.error)
      .Bind(17, Hex(status.current_hash))
      .Execute()
      .status();
}

Result<SavedSession> SessionOf(QueryResult& rows, std::size_t row) {
  SavedSession session{.id = std::string(rows.Text(0, row)),
                       .plan = {{NoneIf0(rows.Int(1, row)), NoneIf0(rows.Int(2, row))},
                                static_cast<std::uint32_t>(rows.Int(3, row))},
                       .filter = {},
                       .status = {}};
  TRY_ASSIGN(session.filter, ParseFilter(rows.Text(4, row)));
  SessionStatus& status = session.status;
  const std::int64_t state = rows.Int(5, row);
  if (state < static_cast<std::int64_t>(SessionState::kStarting) ||
      state > static_cast<std::int64_t>(SessionState::kError)) {
    return Error{Code::kInvalidArgument, fmt::format("session {} has state {}", session.id, state)};
  }
  status.state = static_cast<SessionState>(state);
  status.current_ledger = static_cast<std::uint32_t>(rows.Int(6, row));
  status.ledgers = Unsigned(rows.Int(7, row));
  status.entries = Unsigned(rows.Int(8, row));
  status.skipped = Unsigned(rows.Int(9, row));
  status.batches = Unsigned(rows.Int(10, row));
  status.bytes = Unsigned(rows.Int(11, row));
  status.started_micros = rows.Int(12, row);
  status.updated_micros = rows.Int(13, row);
  status.error = rows.Text(14, row);
  if (!rows.IsNull(15, row)) {
    TRY_ASSIGN(status.current_hash, ParseHash(rows.Text(15, row)));
  }
  return session;
}

}  // namespace

Status InsertSessionRows(Connection& connection, std::span<const SavedSession> sessions) {
  TRY_ASSIGN(Statement insert,
             connection.Prepare("INSERT INTO file.sessions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
                                "?, ?, ?, ?, ?, ?, ?)"));
  std::int64_t place = 0;
  for (const SavedSession& session : sessions) TRY(Insert(insert, place++, session));
  return {};
}

Result<std::vector<SavedSession>> ReadSessionRows(Connection& connection) {
  TRY_ASSIGN(QueryResult rows,
             connection.Query(
                 "SELECT id, first_ledger, last_ledger, batch_rows, filter, state, "
                 "current_ledger, ledgers, entries, skipped, batches, bytes, "
                 "started_micros, updated_micros, error, current_hash FROM file.sessions ORDER BY "
                 "place"));
  std::vector<SavedSession> sessions;
  TRY(ForEachRow(rows, [&](std::size_t row) -> Status {
    TRY_ASSIGN(SavedSession session, SessionOf(rows, row));
    sessions.push_back(std::move(session));
    return {};
  }));
  return sessions;
}

}  // namespace lake
