#include "upkeep/upkeep.h"

#include <algorithm>

#include "base/log.h"
#include "upkeep/merge.h"
#include "upkeep/removal.h"

namespace lake {
namespace {

// What one pass makes of many small files the next one merges further; writers may go on meanwhile.
constexpr int kPassesMax = 4;
// Expired in one transaction.
constexpr std::size_t kSnapshotsAtOnce = 200;

std::uint64_t BytesOf(const MergeRun& run) {
  std::uint64_t bytes = 0;
  for (const LiveFile& file : run) bytes += file.bytes;
  return bytes;
}

// Whether an error is about these files, so that others can be merged all the same: they were
// replaced meanwhile, or one of them is lost or damaged, which is for `verify` to say.
bool IsOfFiles(Code code) {
  return code == Code::kConflict || code == Code::kDataLoss || code == Code::kNotFound ||
         code == Code::kInvalidArgument;
}

}  // namespace

std::int64_t Upkeep::GivenUpBefore() const {
  return writer_.options().clock->Now() - options_.grace_ms * 1000;
}

Status Upkeep::Begin() {
  report_ = {};
  spoiled_.clear();
  passes_ = 0;
  phase_ = Phase::kDone;
  TRY(writer_.Reconnect());
  TRY(Look());
  for (auto& [name, table] : report_.tables) {
    table.files_before = table.files_after;
    table.bytes_before = table.bytes_after;
  }
  phase_ = Phase::kMerge;
  return {};
}

// At the files of now, and plans merges of them.
Status Upkeep::Look() {
  TRY_ASSIGN(MergePlan plan,
             PlanMergesOf(writer_.connection(), writer_.lake(), writer_.storage(), options_));
  merges_ = std::move(plan.merges);
  std::erase_if(merges_, [&](const MergeRun& run) { return spoiled_.contains(run.front().id); });
  for (const auto& [name, now] : plan.tables) {
    TableUpkeep& table = report_.tables[name];
    table.files_after = now.files_after;
    table.bytes_after = now.bytes_after;
  }
  ++passes_;
  return {};
}

Result<bool> Upkeep::Step() {
  TRY(writer_.Reconnect());
  switch (phase_) {
    case Phase::kMerge:
      TRY(merges_.empty() ? PlanAgain() : MergeNext());
      return true;
    case Phase::kExpire:
      TRY(ExpireNext());
      return true;
    case Phase::kRemoveOld:
      TRY(RemoveNext());
      return true;
    case Phase::kRemoveOrphans:
      TRY(RemoveOrphansFound());
      phase_ = Phase::kDone;
      return false;
    case Phase::kDone:
      break;
  }
  return false;
}

Status Upkeep::MergeNext() {
  const MergeRun run = std::move(merges_.back());
  merges_.pop_back();
  const std::string& name = run.front().table;
  const auto merged = MergeFiles(writer_, run, orders_.at(name));
  if (merged.ok()) {
    LogDebug("upkeep: {} files of {} are {} now", run.size(), name, merged->files);
    ++report_.merges;
    TableUpkeep& table = report_.tables[name];
    table.files_after -= run.size() - merged->files;
    table.bytes_after -= BytesOf(run) - merged->bytes;
    return {};
  }
  if (!IsOfFiles(merged.error().code)) return merged.status();
  if (merged.error().code == Code::kConflict) {
    LogDebug("upkeep: {}", merged.error().message);  // another pass looks again
    return {};
  }
  spoiled_.insert(run.front().id);
  report_.left.push_back(merged.error().message);
  return {};
}

Status Upkeep::PlanAgain() {
  if (report_.merges > 0) TRY(Look());
  if (passes_ <= kPassesMax && !merges_.empty()) return {};
  merges_.clear();
  TRY_ASSIGN(const std::vector<Snapshot> snapshots,
             ReadSnapshots(writer_.connection(), writer_.lake()));
  report_.snapshots_before = snapshots.size();
  expired_ = ChooseExpired(snapshots, options_.expiry, writer_.options().clock->Now());
  std::ranges::reverse(expired_);
  phase_ = Phase::kExpire;
  return {};
}

Status Upkeep::ExpireNext() {
  if (expired_.empty()) {
    phase_ = Phase::kRemoveOld;
    return {};
  }
  const std::size_t count = std::min(expired_.size(), kSnapshotsAtOnce);
  const std::vector<std::int64_t> ids(expired_.end() - static_cast<std::ptrdiff_t>(count),
                                      expired_.end());
  TRY(ExpireSnapshots(writer_.connection(), writer_.lake(), ids).Context("expiring snapshots"));
  expired_.resize(expired_.size() - count);
  report_.snapshots_expired += count;
  return {};
}

Status Upkeep::RemoveNext() {
  auto removed = RemoveOldFiles(writer_.connection(), writer_.lake(), GivenUpBefore());
  if (!removed.ok()) return std::move(removed).status().Context("removing files");
  report_.removed.files += removed->files;
  report_.removed.bytes += removed->bytes;
  if (removed->files == 0) phase_ = Phase::kRemoveOrphans;
  return {};
}

Status Upkeep::RemoveOrphansFound() {
  TRY_ASSIGN(const auto orphans,
             FindOrphans(writer_.connection(), writer_.lake(), GivenUpBefore()));
  report_.orphans = RemoveOrphans(orphans);
  return {};
}

}  // namespace lake
