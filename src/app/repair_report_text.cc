#include "app/repair_report_text.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/human.h"
#include "base/visible_text.h"

namespace lake {

RepairReport ForeseeRepair(const RepairPlan& plan) {
  RepairReport report;
  report.left = plan.left;
  for (const auto& group : plan.groups) {
    report.ledgers += LedgersOf(group).count();
    for (const RepairPart& part : group) {
      std::uint64_t rows = 0;
      for (const FileSpan& file : part.files) rows += file.file.rows;
      report.repaired.push_back({NameOf(part), rows, part.files.size()});
    }
  }
  return report;
}

std::string RepairText(const RepairOutcome& outcome) {
  const RepairReport& report = outcome.report;
  if (report.repaired.empty() && report.left.empty()) {
    return "nothing to repair: the lake is what its lineage says\n";
  }
  std::string text;
  for (const RepairedPart& part : report.repaired) {
    text += fmt::format("{} {}: {}{} in the place of {}\n",
                        outcome.dry_run ? "to repair " : "repaired  ", part.name,
                        outcome.dry_run ? "about " : "", FormatCount(part.rows, "row"),
                        FormatCount(part.files, "file"));
  }
  for (const std::string& why : report.left)
    text += fmt::format("left       {}\n", VisibleText(why));
  if (outcome.dry_run) {
    text += fmt::format("dry run: nothing was written; {} would be extracted\n",
                        FormatCount(report.ledgers, "ledger"));
  }
  return text;
}

std::string RepairJson(const RepairOutcome& outcome) {
  nlohmann::json repaired = nlohmann::json::array();
  for (const RepairedPart& part : outcome.report.repaired) {
    repaired.push_back({{"part", part.name}, {"rows", part.rows}, {"files", part.files}});
  }
  const nlohmann::json json{{"ok", outcome.ok()},
                            {"dry_run", outcome.dry_run},
                            {"repaired", repaired},
                            {"left", outcome.report.left},
                            {"ledgers_extracted", outcome.report.ledgers}};
  return json.dump(2, ' ', true, nlohmann::json::error_handler_t::replace) + "\n";
}

}  // namespace lake
