#include "app/upkeep_report_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/human.h"
#include "base/visible_text.h"

namespace lake {
namespace {

std::string RemovedText(const RemovedFiles& removed) {
  std::string text = FormatCount(removed.files, "file");
  if (removed.bytes > 0) text += fmt::format(" of {}", FormatBytes(removed.bytes));
  return text;
}

std::string TableLines(const UpkeepReport& report) {
  std::string text;
  std::size_t width = 0;
  for (const auto& [name, table] : report.tables) width = std::max(width, name.size());
  for (const auto& [name, table] : report.tables) {
    if (table.files_before == table.files_after) continue;
    text += fmt::format("{:<{}}  {:>9} -> {:<7}  {}\n", VisibleText(name), width,
                        FormatCount(table.files_before), FormatCount(table.files_after, "file"),
                        FormatBytes(table.bytes_before));
  }
  return text;
}

nlohmann::json JsonOf(const TableUpkeep& table) {
  return {{"files_before", table.files_before},
          {"files_after", table.files_after},
          {"bytes_before", table.bytes_before},
          {"bytes_after", table.bytes_after}};
}

nlohmann::json JsonOf(const RemovedFiles& removed) {
  return {{"files", removed.files}, {"bytes", removed.bytes}};
}

}  // namespace

std::string UpkeepSentence(const UpkeepReport& report, bool dry_run) {
  const TableUpkeep total = report.Total();
  const RemovedFiles removed{report.removed.files + report.orphans.files,
                             report.removed.bytes + report.orphans.bytes};
  std::string text = fmt::format(
      "{}   {} -> {} in {}, {}{}; {} of {}{} expired, {}{} removed",
      dry_run ? "dry run" : "maintained", FormatCount(total.files_before),
      FormatCount(total.files_after, "file"), FormatCount(report.tables.size(), "table"),
      FormatBytes(total.bytes_before),
      dry_run ? "" : fmt::format(" -> {}", FormatBytes(total.bytes_after)),
      FormatCount(report.snapshots_expired), FormatCount(report.snapshots_before, "snapshot"),
      dry_run ? " to be" : "", RemovedText(removed), dry_run ? " to be" : "");
  return text;
}

std::string UpkeepReportText(const UpkeepReport& report, bool dry_run) {
  std::string text = dry_run ? TableLines(report) : "";
  text += UpkeepSentence(report, dry_run) + '\n';
  for (const std::string& left : report.left) {
    text += fmt::format("left       {}\n", VisibleText(left));
  }
  if (dry_run) text += "nothing was changed\n";
  return text;
}

std::string UpkeepReportJson(const UpkeepReport& report, bool dry_run) {
  nlohmann::json tables = nlohmann::json::object();
  for (const auto& [name, table] : report.tables) tables[name] = JsonOf(table);
  const nlohmann::json json{{"dry_run", dry_run},
                            {"tables", std::move(tables)},
                            {"total", JsonOf(report.Total())},
                            {"merges", report.merges},
                            {"snapshots", report.snapshots_before},
                            {"snapshots_expired", report.snapshots_expired},
                            {"removed", JsonOf(report.removed)},
                            {"orphans_removed", JsonOf(report.orphans)},
                            {"left", report.left}};
  return json.dump(2, ' ', true, nlohmann::json::error_handler_t::replace) + "\n";
}

}  // namespace lake
