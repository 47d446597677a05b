#include "verify/chain.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace lake {
namespace {

constexpr std::string_view kLedgersTable = "ledgers_row_v2";

}  // namespace

const LakeTable* ChainTable(const LakeContents& contents) {
  constexpr std::string_view kLinks[] = {"ledger_hash", "previous_ledger_hash"};
  const auto ledgers = std::ranges::find_if(
      contents.tables, [](const LakeTable& table) { return table.spec.name == kLedgersTable; });
  if (ledgers == contents.tables.end()) return nullptr;
  const bool has_links = std::ranges::all_of(kLinks, [&ledgers](std::string_view name) {
    return std::ranges::find(ledgers->columns, name, &ColumnSpec::name) != ledgers->columns.end();
  });
  return has_links ? &*ledgers : nullptr;
}

Status CheckChain(const LakeReading& reading, const LakeTable& ledgers,
                  std::span<const BatchRecord> batches) {
  std::set<std::int64_t> firsts;
  std::uint32_t last = 0;
  for (const BatchRecord& batch : batches) {
    if (!std::ranges::binary_search(batch.tables, kLedgersTable)) continue;
    firsts.insert(batch.range.first);
    last = std::max(last, batch.range.last);
  }
  if (firsts.empty()) return {};
  TRY_ASSIGN(QueryResult result,
             reading.connection.Query(fmt::format(
                 "SELECT sequence FROM (SELECT sequence, previous_ledger_hash, lag(ledger_hash) "
                 "OVER w AS before, lag(sequence) OVER w AS behind FROM {} WHERE sequence BETWEEN "
                 "{} AND {} WINDOW w AS (ORDER BY sequence)) WHERE behind IS NOT NULL AND (behind "
                 "<> sequence - 1 OR before <> previous_ledger_hash)",
                 ledgers.path, *firsts.begin(), last)));
  return ForEachRow(result, [&](std::size_t row) -> Status {
    const std::int64_t sequence = result.Int(0, row);
    if (firsts.contains(sequence)) return {};
    reading.report.AddFault(
        fmt::format("ledger {} does not chain with the ledger before it", sequence));
    return {};
  });
}

}  // namespace lake
