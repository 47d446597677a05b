#include "app/gap_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "base/human.h"
#include "base/visible_text.h"
#include "ingest/plan.h"

namespace lake {
namespace {

constexpr std::size_t kHolesShown = 20;
constexpr std::size_t kTablesShown = 4;

std::uint64_t Size(const LedgerRange& range) {
  return std::uint64_t{*range.last} - range.first + 1;
}

std::uint64_t Count(const std::vector<LedgerRange>& ranges) {
  std::uint64_t count = 0;
  for (const LedgerRange& range : ranges) count += Size(range);
  return count;
}

LedgerRange WholeOf(const std::vector<BatchRecord>& batches,
                    const std::vector<QuarantineRecord>& quarantine,
                    const std::optional<LedgerRange>& range) {
  const CoveredRange& any = batches.empty() ? quarantine.front().range : batches.front().range;
  LedgerRange whole{any.first, any.last};
  const auto widen = [&whole](const CoveredRange& part) {
    whole.first = std::min(whole.first, part.first);
    whole.last = std::max(*whole.last, part.last);
  };
  for (const BatchRecord& batch : batches) widen(batch.range);
  for (const QuarantineRecord& ledger : quarantine) widen(ledger.range);
  if (!range) return whole;
  return {range->first, range->last.value_or(std::max(*whole.last, range->first))};
}

// The ledgers of `whole` that are in at least one of the batches, which may overlap when they are
// of different tables.
std::vector<LedgerRange> HeldBy(const std::vector<BatchRecord>& batches, const LedgerRange& whole) {
  std::vector<LedgerRange> parts;
  for (const BatchRecord& batch : batches) {
    std::uint32_t first = std::max(batch.range.first, whole.first);
    std::uint32_t last = std::min(batch.range.last, *whole.last);
    if (first <= last) parts.push_back({first, last});
  }
  std::sort(parts.begin(), parts.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<LedgerRange> held;
  for (const LedgerRange& part : parts) {
    if (held.empty() || std::uint64_t{*held.back().last} + 1 < part.first) {
      held.push_back(part);
    } else {
      held.back().last = std::max(*held.back().last, *part.last);
    }
  }
  return held;
}

std::string Text(const LedgerRange& range) {
  if (range.first == *range.last) return FormatCount(range.first);
  return fmt::format("{} … {}", FormatCount(range.first), FormatCount(*range.last));
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

nlohmann::json Json(const std::vector<LedgerRange>& ranges) {
  nlohmann::json list = nlohmann::json::array();
  for (const LedgerRange& range : ranges) list.push_back({range.first, *range.last});
  return list;
}

}  // namespace

bool GapReport::complete() const {
  return !groups.empty() && std::all_of(groups.begin(), groups.end(),
                                        [](const GapGroup& group) { return group.holes.empty(); });
}

std::vector<GapGroup> FillGroups(const std::vector<BatchRecord>& batches,
                                 const LedgerRange& whole) {
  std::map<std::string, std::vector<std::size_t>> held_by;
  for (std::size_t i = 0; i < batches.size(); ++i) {
    for (const std::string& table : batches[i].tables) held_by[table].push_back(i);
  }
  std::map<std::vector<std::size_t>, GapGroup> groups;
  for (const auto& [table, indices] : held_by) groups[indices].tables.push_back(table);
  std::vector<GapGroup> lacking;
  for (auto& [indices, group] : groups) {
    group.holes = MissingRanges(whole, CoveredRanges(batches, group.tables));
    if (!group.holes.empty()) lacking.push_back(std::move(group));
  }
  return lacking;
}

std::optional<GapReport> FindGaps(const std::vector<BatchRecord>& batches,
                                  const std::optional<LedgerRange>& range,
                                  const std::vector<QuarantineRecord>& quarantine) {
  if (batches.empty() && quarantine.empty()) return std::nullopt;
  GapReport report{WholeOf(batches, quarantine, range), batches.size(), {}, {}, {}};
  for (const QuarantineRecord& ledger : quarantine) {
    const std::uint32_t sequence = ledger.range.first;
    if (report.whole.first <= sequence && sequence <= *report.whole.last) {
      report.quarantined.push_back(ledger);
    }
  }
  std::set<std::string> tables;
  for (const BatchRecord& batch : batches) tables.insert(batch.tables.begin(), batch.tables.end());
  using Edges = std::vector<std::pair<std::uint32_t, std::uint32_t>>;  // of holes, to compare them
  std::map<Edges, GapGroup> groups;
  for (const std::string& table : tables) {
    std::vector<LedgerRange> holes =
        MissingRanges(report.whole, CoveredRanges(batches, {&table, 1}));
    Edges edges;
    for (const LedgerRange& hole : holes) edges.emplace_back(hole.first, *hole.last);
    GapGroup& group = groups[edges];
    group.tables.push_back(table);
    group.holes = std::move(holes);
  }
  for (auto& [edges, group] : groups) report.groups.push_back(std::move(group));
  std::stable_sort(
      report.groups.begin(), report.groups.end(),
      [](const GapGroup& a, const GapGroup& b) { return Count(a.holes) < Count(b.holes); });
  report.held = HeldBy(batches, report.whole);
  return report;
}

std::string GapReportText(const GapReport& report) {
  std::string out = fmt::format("looked at  {}\n", Text(report.whole));
  for (const QuarantineRecord& ledger : report.quarantined) {
    out += fmt::format("kept aside {}   protocol {}: {}\n", FormatCount(ledger.range.first),
                       ledger.protocol, VisibleText(ledger.reason));
  }
  out += fmt::format("held       {} in {}, {}\n", FormatCount(Count(report.held), "ledger"),
                     FormatCount(report.held.size(), "run"),
                     FormatCount(report.batches, "batch", "batches"));
  for (const GapGroup& group : report.groups) {
    std::string names = TableNames(group, report.groups.size() == 1);
    if (group.holes.empty()) {
      out += fmt::format("no gaps    in {}\n", names);
      continue;
    }
    out += fmt::format("gaps       in {}: {}\n", names, FormatCount(Count(group.holes), "ledger"));
    for (std::size_t i = 0; i < group.holes.size() && i < kHolesShown; ++i) {
      out += fmt::format("           {}   {}\n", Text(group.holes[i]),
                         FormatCount(Size(group.holes[i]), "ledger"));
    }
    if (group.holes.size() > kHolesShown)
      out += fmt::format("           and {} more; --format json has them all\n",
                         group.holes.size() - kHolesShown);
  }
  return out;
}

std::string GapReportJson(const GapReport& report) {
  nlohmann::ordered_json groups = nlohmann::ordered_json::array();
  for (const GapGroup& group : report.groups) {
    groups.push_back({{"tables", group.tables},
                      {"ledgers_missing", Count(group.holes)},
                      {"gaps", Json(group.holes)}});
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
                                     {"held", Json(report.held)},
                                     {"groups", groups},
                                     {"quarantined", quarantined}};
  return document.dump(2, ' ', true, nlohmann::json::error_handler_t::replace) + "\n";
}

}  // namespace lake
