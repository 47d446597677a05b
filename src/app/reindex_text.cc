#include "app/reindex_text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>

#include "app/ledgers_json.h"
#include "base/visible_text.h"

namespace lake {
namespace {

constexpr std::size_t kRangesShown = 3;

struct Group {
  LedgerSet ledgers;
  std::vector<std::string> tables;
};

// Tables that get the same ledgers are told of together.
std::vector<Group> GroupsOf(const ReindexPlan& plan) {
  std::vector<Group> groups;
  for (const ReindexPart& part : plan.parts) {
    auto group = std::ranges::find(groups, part.ledgers, &Group::ledgers);
    if (group == groups.end()) group = groups.insert(groups.end(), {part.ledgers, {}});
    group->tables.push_back(part.table);
  }
  return groups;
}

std::string Line(std::string_view verb, const std::vector<std::string>& tables,
                 const LedgerSet& ledgers) {
  return fmt::format("{:<10} {}: {}", verb, fmt::join(tables, ", "),
                     LedgersText(ledgers, kRangesShown));
}

nlohmann::ordered_json Json(const std::vector<std::string>& tables, const LedgerSet& ledgers) {
  return {{"tables", tables}, {"ledgers", LedgersJson(ledgers)}};
}

}  // namespace

std::string ReindexText(const ReindexOutcome& outcome) {
  const ReindexPlan& plan = outcome.plan;
  std::string text;
  if (plan.empty() && plan.left.empty()) {
    text = fmt::format("nothing to do: {} have all ledgers of the lake\n",
                       fmt::join(outcome.asked, ", "));
  }
  for (const Group& group : GroupsOf(plan)) {
    text += Line(outcome.dry_run ? "to fill" : "filled", group.tables, group.ledgers) + "\n";
  }
  for (const LeftOut& left : plan.left) {
    text += fmt::format("{}: {}\n", Line("left", left.tables, left.ledgers), VisibleText(left.why));
  }
  if (!outcome.not_asked.empty()) {
    text += fmt::format(
        "not asked  {}: these came later, too, and lack ledgers of the lake; name them by --tables "
        "or by `tables` of the configuration\n",
        fmt::join(outcome.not_asked, ", "));
  }
  if (outcome.dry_run && !(plan.empty() && plan.left.empty()))
    text += "dry run: nothing was written\n";
  return text;
}

std::string ReindexJson(const ReindexOutcome& outcome) {
  nlohmann::ordered_json filled = nlohmann::ordered_json::array();
  for (const Group& group : GroupsOf(outcome.plan)) {
    filled.push_back(Json(group.tables, group.ledgers));
  }
  nlohmann::ordered_json left = nlohmann::ordered_json::array();
  for (const LeftOut& part : outcome.plan.left) {
    nlohmann::ordered_json json = Json(part.tables, part.ledgers);
    json["why"] = part.why;
    left.push_back(std::move(json));
  }
  const nlohmann::ordered_json document = {{"ok", outcome.ok()},
                                           {"dry_run", outcome.dry_run},
                                           {"filled", std::move(filled)},
                                           {"left", std::move(left)},
                                           {"not_asked", outcome.not_asked}};
  return document.dump(2, ' ', true, nlohmann::json::error_handler_t::replace) + "\n";
}

}  // namespace lake
