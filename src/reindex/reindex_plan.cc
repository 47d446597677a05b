#include "reindex/reindex_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "reindex/lake_origin.h"

namespace lake {
namespace {

constexpr std::string_view kOnlyFromSource = "the lake does not keep what its rows are made of";
constexpr std::string_view kNoRows =
    "the lake has no rows of both ledgers_row_v2 and transactions_row_v2 of them";
constexpr std::string_view kNoMetas =
    "the lake was made without transactions_row_v2.tx_meta and tx_fee_meta";
constexpr std::string_view kUpgrades =
    "the lake does not keep what the upgrades of these ledgers changed";
constexpr std::string_view kRefunds =
    "the lake does not keep what these ledgers gave back of fees behind their transactions";

}  // namespace

std::vector<std::string> ReindexPlan::tables() const {
  std::vector<std::string> names;
  for (const ReindexPart& part : parts) names.push_back(part.table);
  return names;
}

LedgerSet ReindexPlan::ledgers() const {
  LedgerSet all;
  for (const ReindexPart& part : parts) all.Add(part.ledgers);
  return all;
}

ReindexPlan PlanReindex(const Coverage& coverage, std::span<const std::string> tables,
                        const LedgerRange& range) {
  ReindexPlan plan;
  const LedgerSet there = coverage.HeldByAny().Within(range);
  for (const std::string& table : tables) {
    LedgerSet lacking = there.Minus(coverage.Held(table));
    if (!lacking.empty()) plan.parts.push_back({table, std::move(lacking)});
  }
  return plan;
}

void LeaveOut(ReindexPlan& plan, const LedgerSet& ledgers, std::string_view why,
              const std::function<bool(std::string_view table)>& concerns) {
  // Tables that lose the same ledgers are told of together.
  const auto begin = static_cast<std::ptrdiff_t>(plan.left.size());
  for (ReindexPart& part : plan.parts) {
    if (concerns && !concerns(part.table)) continue;
    LedgerSet lost = part.ledgers.Intersect(ledgers);
    if (lost.empty()) continue;
    part.ledgers = part.ledgers.Minus(lost);
    const auto same = std::find_if(plan.left.begin() + begin, plan.left.end(),
                                   [&](const LeftOut& left) { return left.ledgers == lost; });
    if (same != plan.left.end()) {
      same->tables.push_back(part.table);
    } else {
      plan.left.push_back({{part.table}, std::move(lost), std::string(why)});
    }
  }
  std::erase_if(plan.parts, [](const ReindexPart& part) { return part.ledgers.empty(); });
}

void KeepMadeFromLake(ReindexPlan& plan, const LedgerSet& held, bool has_metas) {
  const LedgerSet all = plan.ledgers();
  LeaveOut(plan, all, kOnlyFromSource,
           [](std::string_view table) { return OriginInLake(table) == nullptr; });
  LeaveOut(plan, all.Minus(held), kNoRows);
  if (has_metas) return;
  LeaveOut(plan, all, kNoMetas, [](std::string_view table) { return OriginInLake(table)->metas; });
}

void KeepProved(ReindexPlan& plan, const StoredFacts& facts, std::string_view files) {
  if (!facts.out_of_order.empty()) {
    LeaveOut(plan, facts.out_of_order, fmt::format("{} (in {})", facts.first_fault, files));
  }
  for (const auto& [reach, ledgers] : facts.upgraded) {
    LeaveOut(plan, ledgers, kUpgrades, [reach = reach](std::string_view table) {
      return OriginInLake(table)->upgrades < reach;
    });
  }
  LeaveOut(plan, facts.with_refunds, kRefunds,
           [](std::string_view table) { return OriginInLake(table)->refunds; });
}

}  // namespace lake
