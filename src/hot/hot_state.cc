#include "hot/hot_state.h"

#include <fmt/format.h>

#include "base/hex.h"
#include "hot/hot_batches.h"
#include "hot/hot_tables.h"
#include "table/sql_text.h"

namespace lake {
namespace {

// Of pg_try_advisory_xact_lock: "hot" of "stel".
constexpr std::int64_t kLockClass = 0x7374656c;
constexpr std::int64_t kLockOfHot = 0x686f7400;

std::string EmptyAllSql() {
  std::string names = "extra.hot_batches, extra.hot_ledgers, extra.hot_epoch";
  for (const HotTable& table : HotTables()) {
    names += ", " + HotTablePath(table);
  }
  return "TRUNCATE " + names;
}

Error NoHotBuffer(const PgConnection& connection) {
  return {Code::kNotFound,
          fmt::format("{} has no hot buffer: run stellarlake hot migrate up", connection.place())};
}

}  // namespace

Result<bool> TryLockHot(PgConnection& connection) {
  TRY_ASSIGN(const PgResult rows,
             connection.Query("SELECT pg_try_advisory_xact_lock($1::int, $2::int)",
                              {kLockClass, kLockOfHot}));
  return rows.Bool(0, 0);
}

Status LockHot(PgConnection& connection, std::int64_t wait_ms) {
  TRY(connection
          .Query("SELECT set_config('lock_timeout', $1, true)", {fmt::format("{}ms", wait_ms)})
          .status());
  return connection
      .Query("SELECT pg_advisory_xact_lock($1::int, $2::int)", {kLockClass, kLockOfHot})
      .status()
      .Context("the lock of the hot buffer");
}

Status LockAgainstNewEpoch(PgConnection& connection) {
  Status locked =
      connection.Execute(fmt::format("LOCK TABLE {} IN ACCESS SHARE MODE", kHotBatchesTable));
  if (locked.ok() || locked.error().code != Code::kNotFound) return locked;
  return NoHotBuffer(connection);
}

Result<std::optional<HotState>> ReadHotState(PgConnection& connection) {
  auto rows = connection.Query(
      "SELECT s.network, s.epoch, e.epoch, e.last_lineage_id, e.last_quality_id, "
      "s.flushed_through, s.flushed_hash FROM extra.hot_state s LEFT JOIN extra.hot_epoch e "
      "ON true");
  if (!rows.ok()) {
    if (rows.error().code != Code::kNotFound) return std::move(rows).status();
    return NoHotBuffer(connection);
  }
  if (rows->size() == 0) return std::optional<HotState>();
  HotState state;
  state.network = rows->Text(0, 0);
  state.epoch = rows->Int(1, 0);
  if (!rows->IsNull(2, 0)) state.rows_epoch = rows->Int(2, 0);
  state.ids = {.lineage = rows->Int(3, 0), .quality = rows->Int(4, 0)};
  if (!rows->IsNull(5, 0)) {
    state.flushed_through = static_cast<std::uint32_t>(rows->Int(5, 0));
    TRY_ASSIGN(state.flushed_hash, ParseHash(rows->Text(6, 0)));
  }
  return std::optional(std::move(state));
}

Result<HotState> BeginHotEpoch(PgConnection& connection, const std::optional<HotState>& before,
                               const std::string& network, Timestamp now) {
  HotState state = before.value_or(HotState());
  state.network = network;
  state.rows_epoch = ++state.epoch;
  state.ids = {};
  TRY(connection.Execute(EmptyAllSql()));
  TRY(connection
          .Query("INSERT INTO extra.hot_state (network, epoch, epoch_since) VALUES ($1, $2, "
                 "to_timestamp($3::double precision / 1e6)) ON CONFLICT (one) DO UPDATE SET epoch "
                 "= excluded.epoch, epoch_since = excluded.epoch_since",
                 {network, state.epoch, now.micros})
          .status());
  TRY(connection.Query("INSERT INTO extra.hot_epoch (epoch) VALUES ($1)", {state.epoch}).status());
  return state;
}

Status WriteHotIds(PgConnection& connection, const MetaIds& ids) {
  TRY_ASSIGN(const PgResult rows,
             connection.Query("UPDATE extra.hot_epoch SET last_lineage_id = $1, "
                              "last_quality_id = $2",
                              {ids.lineage, ids.quality}));
  if (rows.rows_changed() == 1) return {};
  return {Code::kUnavailable, "the hot buffer has lost its rows"};
}

Status WriteFlushed(PgConnection& connection, std::uint32_t last, const Hash256& hash) {
  TRY_ASSIGN(const PgResult rows,
             connection.Query("UPDATE extra.hot_state SET flushed_through = $1, flushed_hash = $2 "
                              "WHERE flushed_through IS NULL OR flushed_through < $1",
                              {std::int64_t{last}, Hex(hash)}));
  return rows.rows_changed() <= 1 ? Status() : Status(Code::kInternal, "hot_state has two rows");
}

}  // namespace lake
