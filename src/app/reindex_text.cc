#include "app/reindex_text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/visible_text.h"

namespace lake {
namespace {

constexpr std::size_t kRangesShown = 3;

std::string Line(std::string_view verb, const std::vector<std::string>& tables,
                 const LedgerSet& ledgers) {
  return fmt::format("{:<10} {}: {}", verb, fmt::join(tables, ", "),
                     LedgersText(ledgers, kRangesShown));
}

}  // namespace

std::string FillText(const ReindexPlan& plan, std::string_view verb) {
  std::vector<std::pair<LedgerSet, std::vector<std::string>>> groups;
  for (const ReindexPart& part : plan.parts) {
    auto group = std::ranges::find_if(
        groups, [&](const auto& known) { return known.first == part.ledgers; });
    if (group == groups.end()) group = groups.insert(groups.end(), {part.ledgers, {}});
    group->second.push_back(part.table);
  }
  std::string text;
  for (const auto& [ledgers, tables] : groups) text += Line(verb, tables, ledgers) + "\n";
  return text;
}

std::string LeftText(const ReindexPlan& plan) {
  std::string text;
  for (const LeftOut& left : plan.left) {
    text += fmt::format("{}: {}\n", Line("left", left.tables, left.ledgers), VisibleText(left.why));
  }
  return text;
}

}  // namespace lake
