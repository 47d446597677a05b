#include "app/gap_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/ledgers_json.h"
#include "base/human.h"
#include "base/visible_text.h"

namespace lake {
namespace {

constexpr std::size_t kHolesShown = 20;
constexpr std::size_t kTablesShown = 4;

LedgerRange WholeOf(const LedgerSet& known, const std::optional<LedgerRange>& range) {
  if (!range) return {known.first(), known.last()};
  return {range->first, range->last.value_or(std::max(known.last(), range->first))};
}

std::string TableNames(const GapGroup& group, bool all) {
  if (all)
    return group.tables.size() == 1 ? VisibleText(group.tables[0])
                                    : fmt::format("all {} tables", group.tables.size());
  std::string names;
  for (std::size_t i = 0; i < group.tables.size() && i < kTablesShown; ++i) {
    names += (i > 0 ? ", " : "") + group.tables[i];
  }
  if (group.tables.size() > kTablesShown)
    names += fmt::format(" and {} more", group.tables.size() - kTablesShown);
  return VisibleText(names);
}

}  // namespace

bool GapReport::complete() const {
  return !groups.empty() && std::all_of(groups.begin(), groups.end(),
                                        [](const GapGroup& group) { return group.holes.empty(); });
}

std::optional<GapReport> FindGaps(const std::vector<BatchRecord>& batches,
                                  const std::optional<LedgerRange>& range,
                                  const std::vector<QuarantineRecord>& quarantine) {
  if (batches.empty() && quarantine.empty()) return std::nullopt;
  const Coverage coverage = Coverage::Of(batches);
  LedgerSet known = coverage.HeldByAny();
  for (const QuarantineRecord& ledger : quarantine) known.Add(ledger.range.span());
  GapReport report{WholeOf(known, range), batches.size(), {}, {}, {}};
  for (const QuarantineRecord& ledger : quarantine) {
    if (report.whole.Contains(ledger.range.first)) report.quarantined.push_back(ledger);
  }
  for (const std::string& table : coverage.tables()) {
    LedgerSet holes = LedgerSet(report.whole).Minus(coverage.Held(table));
    const auto group = std::ranges::find(report.groups, holes, &GapGroup::holes);
    if (group != report.groups.end()) {
      group->tables.push_back(table);
    } else {
      report.groups.push_back({{table}, std::move(holes)});
    }
  }
  std::stable_sort(
      report.groups.begin(), report.groups.end(),
      [](const GapGroup& a, const GapGroup& b) { return a.holes.count() < b.holes.count(); });
  report.held = coverage.HeldByAny().Within(report.whole);
  return report;
}

std::string GapReportText(const GapReport& report) {
  std::string out = fmt::format("looked at  {}\n",
                                LedgersText(LedgerSpan{report.whole.first, *report.whole.last}));
  for (const QuarantineRecord& ledger : report.quarantined) {
    out += fmt::format("kept aside {}   protocol {}: {}\n", FormatCount(ledger.range.first),
                       ledger.protocol, VisibleText(ledger.reason));
  }
  out += fmt::format("held       {} in {}, {}\n", FormatCount(report.held.count(), "ledger"),
                     FormatCount(report.held.ranges().size(), "run"),
                     FormatCount(report.batches, "batch", "batches"));
  for (const GapGroup& group : report.groups) {
    std::string names = TableNames(group, report.groups.size() == 1);
    if (group.holes.empty()) {
      out += fmt::format("no gaps    in {}\n", names);
      continue;
    }
    out += fmt::format("gaps       in {}: {}\n", names, FormatCount(group.holes.count(), "ledger"));
    const std::vector<LedgerSpan>& holes = group.holes.ranges();
    for (std::size_t i = 0; i < holes.size() && i < kHolesShown; ++i) {
      out += fmt::format("           {}   {}\n", LedgersText(holes[i]),
                         FormatCount(holes[i].count(), "ledger"));
    }
    if (holes.size() > kHolesShown)
      out += fmt::format("           and {} more; --format json has them all\n",
                         holes.size() - kHolesShown);
  }
  return out;
}

std::string GapReportJson(const GapReport& report) {
  nlohmann::ordered_json groups = nlohmann::ordered_json::array();
  for (const GapGroup& group : report.groups) {
    groups.push_back({{"tables", group.tables},
                      {"ledgers_missing", group.holes.count()},
                      {"gaps", LedgersJson(group.holes)}});
  }
  nlohmann::ordered_json quarantined = nlohmann::ordered_json::array();
  for (const QuarantineRecord& ledger : report.quarantined) {
    quarantined.push_back({{"sequence", ledger.range.first},
                           {"protocol", ledger.protocol},
                           {"reason", ledger.reason}});
  }
  nlohmann::ordered_json document = {{"range", {report.whole.first, *report.whole.last}},
                                     {"complete", report.complete()},
                                     {"batches", report.batches},
                                     {"held", LedgersJson(report.held)},
                                     {"groups", groups},
                                     {"quarantined", quarantined}};
  return document.dump(2, ' ', true, nlohmann::json::error_handler_t::replace) + "\n";
}

}  // namespace lake
