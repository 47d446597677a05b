#include "upkeep/expiry.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <map>
#include <set>

#include "base/crash_point.h"
#include "table/sql_text.h"
#include "upkeep/merge.h"
#include "upkeep/upkeep_steps.h"

namespace lake {

Result<std::vector<Snapshot>> ReadSnapshots(Connection& connection, const Lake& lake) {
  TRY_ASSIGN(QueryResult rows,
             connection.Query(fmt::format(
                 "SELECT snapshot_id, epoch_us(snapshot_time), coalesce(starts_with("
                 "commit_message, {}), false) FROM ducklake_snapshots({}) ORDER BY snapshot_id",
                 QuoteLiteral(kUpkeepMessage), QuoteLiteral(lake.options().catalog_name))));
  std::vector<Snapshot> out;
  TRY(ForEachRow(rows, [&](std::size_t row) -> Status {
    out.push_back({rows.Int(0, row), rows.Int(1, row), rows.Bool(2, row)});
    return {};
  }));
  return out;
}

std::vector<std::int64_t> ChooseExpired(std::span<const Snapshot> snapshots,
                                        const ExpiryRules& rules, std::int64_t now_micros) {
  constexpr std::int64_t kHourMicros = std::int64_t{3600} * 1'000'000;
  const auto age_ms = [&](const Snapshot& snapshot) {
    return (now_micros - snapshot.micros) / 1000;
  };
  std::map<std::int64_t, const Snapshot*> of_hour;
  std::set<std::int64_t> kept;
  for (const Snapshot& snapshot : snapshots) {
    if (age_ms(snapshot) <= rules.keep_all_ms) kept.insert(snapshot.id);
    if (age_ms(snapshot) > rules.keep_ms) continue;
    const Snapshot*& best = of_hour[snapshot.micros / kHourMicros];
    if (best == nullptr || snapshot.is_merged || !best->is_merged) best = &snapshot;
  }
  for (const auto& [hour, best] : of_hour) kept.insert(best->id);
  if (!snapshots.empty()) kept.insert(snapshots.back().id);
  std::vector<std::int64_t> out;
  for (const Snapshot& snapshot : snapshots) {
    if (!kept.contains(snapshot.id)) out.push_back(snapshot.id);
  }
  return out;
}

Status ExpireSnapshots(Connection& connection, const Lake& lake,
                       std::span<const std::int64_t> ids) {
  if (ids.empty()) return {};
  TRY(connection.Execute(fmt::format("CALL ducklake_expire_snapshots({}, versions => [{}])",
                                     QuoteLiteral(lake.options().catalog_name),
                                     fmt::join(ids, ", "))));
  CRASH_POINT(upkeep_step::kExpired);
  return {};
}

}  // namespace lake
