// What a repair did, or would do, for people and for programs.
#pragma once

#include <string>

#include "repair/repair.h"

namespace lake {

struct RepairOutcome {
  RepairReport report;
  bool dry_run = false;
  bool ok() const { return report.left.empty(); }
};

// As if a plan had been carried out.
RepairReport ForeseeRepair(const RepairPlan& plan);

std::string RepairText(const RepairOutcome& outcome);
std::string RepairJson(const RepairOutcome& outcome);

}  // namespace lake
