// What there is to do for a lake. Reads only.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "lake/table_storage.h"
#include "tables/all.h"
#include "tables/selection.h"
#include "upkeep/expiry.h"
#include "upkeep/merge.h"
#include "upkeep/merge_plan.h"
#include "upkeep/upkeep_report.h"

namespace lake {

struct UpkeepOptions {
  StoredNames names{};                                // that the lake's writer was given for tables
  std::span<const Table* const> known = AllTables();  // the tables that this version knows
  MergeLimits merge{};
  ExpiryRules expiry{.keep_ms = std::int64_t{7} * 24 * 3600 * 1000,
                     .keep_all_ms = std::int64_t{3600} * 1000};
  // Files are removed so long after they were given up, orphans so long after they were written.
  std::int64_t grace_ms = std::int64_t{24} * 3600 * 1000;
};

struct MergePlan {
  std::map<std::string, TableUpkeep> tables;  // with `files_after` and `bytes_after` of now
  std::vector<MergeRun> merges;               // the next one at the end
};

// The order of rows in the files of the tables that are ours, by their names in the lake.
std::map<std::string, FileOrder> FileOrders(const UpkeepOptions& options);

// Tables that this version cannot write, and those that are not ours, stay as they are.
Result<MergePlan> PlanMergesOf(Connection& connection, const Lake& lake, const LakeStorage& storage,
                               const UpkeepOptions& options);

// What a run of upkeep would do now, at least: what writers add meanwhile it merges, too.
Result<UpkeepReport> ForeseeUpkeep(Connection& connection, const Lake& lake,
                                   const UpkeepOptions& options, std::int64_t now_micros);

}  // namespace lake
