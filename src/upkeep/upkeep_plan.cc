#include "upkeep/upkeep_plan.h"

#include <algorithm>
#include <iterator>

#include "lake/live_files.h"
#include "tables/meta_tables.h"
#include "upkeep/removal.h"

namespace lake {

std::map<std::string, FileOrder> FileOrders(const UpkeepOptions& options) {
  std::map<std::string, FileOrder> out;
  for (const Table* table : options.known) {
    const TableSpec& spec = *table->spec;
    FileOrder order{.columns = {std::string(spec.sequence_column)}};
    if (spec.order != nullptr) {
      order = {{spec.order->columns.begin(), spec.order->columns.end()}, true};
    }
    out.emplace(StoredName(options.names, spec), std::move(order));
  }
  for (const TableSpec* spec : kMetaTables) out.emplace(spec->name, FileOrder{});
  return out;
}

Result<MergePlan> PlanMergesOf(Connection& connection, const Lake& lake, const LakeStorage& storage,
                               const UpkeepOptions& options) {
  const auto ours = FileOrders(options);
  TRY_ASSIGN(std::vector<LiveFile> files, ReadLiveFiles(connection, lake));
  std::erase_if(files, [&](const LiveFile& file) { return !ours.contains(file.table); });
  MergePlan plan;
  for (const LiveFile& file : files) {
    TableUpkeep& table = plan.tables[file.table];
    ++table.files_after;
    table.bytes_after += file.bytes;
  }
  // One that is partitioned has no files of no partition.
  std::erase_if(files, [&](const LiveFile& file) {
    const auto found = storage.find(file.table);
    return found == storage.end() || !found->second.refusal.empty() ||
           found->second.partition_column.empty() != file.partition.empty();
  });
  const auto by_key = std::ranges::stable_partition(
      files, [&](const LiveFile& file) { return !ours.at(file.table).by_key; });
  plan.merges = PlanMerges({files.begin(), by_key.begin()}, options.merge);
  std::ranges::move(PlanSortedMerges(by_key, options.merge), std::back_inserter(plan.merges));
  std::ranges::reverse(plan.merges);
  return plan;
}

Result<UpkeepReport> ForeseeUpkeep(Connection& connection, const Lake& lake,
                                   const UpkeepOptions& options, std::int64_t now_micros) {
  TRY_ASSIGN(const LakeStorage storage, ReadTableStorage(connection, lake));
  TRY_ASSIGN(MergePlan plan, PlanMergesOf(connection, lake, storage, options));
  UpkeepReport report;
  for (auto& [name, table] : plan.tables) {
    table.files_before = table.files_after;
    table.bytes_before = table.bytes_after;
  }
  for (const MergeRun& run : plan.merges) {
    plan.tables[run.front().table].files_after -= run.size() - 1;
  }
  report.tables = std::move(plan.tables);
  report.merges = plan.merges.size();
  TRY_ASSIGN(const std::vector<Snapshot> snapshots, ReadSnapshots(connection, lake));
  report.snapshots_before = snapshots.size();
  report.snapshots_expired = ChooseExpired(snapshots, options.expiry, now_micros).size();
  const std::int64_t until = now_micros - options.grace_ms * 1000;
  TRY_ASSIGN(report.removed, FindOldFiles(connection, lake, until));
  TRY_ASSIGN(const auto orphans, FindOrphans(connection, lake, until));
  report.orphans = {orphans.size(), BytesOnDisk(orphans)};
  return report;
}

}  // namespace lake
