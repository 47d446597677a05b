// What upkeep did, or would do, for people and for programs.
#pragma once

#include <string>

#include "upkeep/upkeep_report.h"

namespace lake {

// For a dry run a line per table that has something to merge; then one sentence.
std::string UpkeepReportText(const UpkeepReport& report, bool dry_run);
// The sentence alone, without a line end.
std::string UpkeepSentence(const UpkeepReport& report, bool dry_run);
std::string UpkeepReportJson(const UpkeepReport& report, bool dry_run);

}  // namespace lake
