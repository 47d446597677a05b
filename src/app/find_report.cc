#include "app/find_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/ledgers_json.h"
#include "app/text_table.h"
#include "base/human.h"

namespace lake {
namespace {

constexpr std::size_t kRunsShown = 8;

std::string OperationText(const Position& at) {
  return at.operation_order == 0 ? std::string() : fmt::to_string(at.operation_order);
}

std::string PlacesText(const std::vector<Place>& places) {
  TextTable table({{"ledger", true}, {"order", true}, {"operation", true}, {"as", false}},
                  /*markdown=*/false, /*cell_columns=*/0);
  std::string out;
  for (const Place& place : places) {
    table.Add(
        out, {fmt::to_string(place.at.ledger), fmt::to_string(place.at.application_order),
              OperationText(place.at), fmt::format("{}", fmt::join(RoleNames(place.roles), ", "))});
  }
  table.Finish(out);
  return out;
}

std::string LedgersLine(std::string_view label, const LedgerSet& ledgers) {
  if (ledgers.empty()) return "";
  return fmt::format("{:<11}{}: {}\n", label, FormatCount(ledgers.count(), "ledger"),
                     LedgersText(ledgers, kRunsShown));
}

nlohmann::ordered_json Json(const Place& place) {
  nlohmann::ordered_json json = {{"ledger_sequence", place.at.ledger},
                                 {"application_order", place.at.application_order},
                                 {"operation_order", place.at.operation_order},
                                 {"toid", fmt::to_string(ToidOf(place.at))}};
  json["roles"] = RoleNames(place.roles);
  return json;
}

}  // namespace

FindReport MakeFindReport(const Subject& subject, const IndexedHistory& history,
                          const LedgerSet& indexed, const std::optional<LedgerRange>& asked,
                          PlacePage page) {
  const LedgerSet there = history.known.Union(history.aside);
  LedgerRange whole{there.first(), there.last()};
  if (asked) {
    whole = {asked->first, std::max(asked->first, asked->last.value_or(there.last()))};
  }
  FindReport report{.subject = subject, .page = std::move(page)};
  report.missing = LedgerSet(whole).Minus(history.known);
  report.not_indexed = history.known.Within(whole).Minus(indexed);
  report.aside = history.aside.Intersect(report.missing);
  return report;
}

std::string FindReportText(const FindReport& report) {
  std::string out = fmt::format("{} {}\n", NameOf(report.subject.kind), report.subject.id);
  if (!report.subject.note.empty()) out += fmt::format("note       {}\n", report.subject.note);
  if (!report.page.places.empty()) out += PlacesText(report.page.places);
  if (report.page.more) {
    out += fmt::format("more       --before {}\n", ToidOf(report.page.places.back().at));
  }
  out += report.page.searched.empty() ? "searched   nothing\n"
                                      : LedgersLine("searched", report.page.searched);
  out += LedgersLine("not there", report.missing);
  out += LedgersLine("kept aside", report.aside);
  out += LedgersLine("no index", report.not_indexed);
  return out;
}

std::string FindReportJson(const FindReport& report) {
  nlohmann::ordered_json places = nlohmann::ordered_json::array();
  for (const Place& place : report.page.places) places.push_back(Json(place));
  nlohmann::ordered_json document = {{"kind", NameOf(report.subject.kind)},
                                     {"id", report.subject.id},
                                     {"places", std::move(places)},
                                     {"more", report.page.more},
                                     {"complete", report.complete()},
                                     {"searched", LedgersJson(report.page.searched)},
                                     {"missing", LedgersJson(report.missing)},
                                     {"quarantined", LedgersJson(report.aside)},
                                     {"not_indexed", LedgersJson(report.not_indexed)}};
  if (report.page.more) document["before"] = fmt::to_string(ToidOf(report.page.places.back().at));
  if (!report.subject.note.empty()) document["note"] = report.subject.note;
  return document.dump(2, ' ', true, nlohmann::json::error_handler_t::replace) + "\n";
}

}  // namespace lake
