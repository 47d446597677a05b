#include "sink/commit_files.h"

#include <algorithm>
#include <filesystem>

#include "base/clock.h"
#include "base/crash_point.h"
#include "sink/commit_steps.h"
#include "sink/lake_files.h"
#include "sink/new_files.h"

namespace lake {
namespace {

// File names carry the time that DuckDB read in another thread, on a clock that may be set back a
// bit.
constexpr std::int64_t kClockSlackMs = 2'000;

}  // namespace

Status CommitFiles::Open(Connection& connection, const Lake& lake) {
  if (!local(lake)) {
    TRY_ASSIGN(snapshot_, ReadLastSnapshot(connection, lake));
    return {};
  }
  kept_ = std::make_unique<KeptFiles>(lake.data_path(), writer_);
  TRY_ASSIGN(marked_snapshot_, ReadDurableMark(lake));
  TRY_ASSIGN(const std::vector<LakeFile> files, ReadNewFiles(connection, lake, marked_snapshot_));
  TRY(kept_->Restore(files));
  kept_->DropStale();
  TRY(CheckAndSyncFiles(lake, files));
  snapshot_ = marked_snapshot_;
  for (const LakeFile& file : files) snapshot_ = std::max(snapshot_, file.snapshot);
  return {};
}

Status CommitFiles::ReadStorage(Connection& connection, const Lake& lake) {
  TRY_ASSIGN(storage_, ReadTableStorage(connection, lake));
  return {};
}

void CommitFiles::BeginAttempt() {
  attempt_ms_ = SystemClock().Now() / 1000 - kClockSlackMs;
  own_.clear();
  synced_.clear();
}

Status CommitFiles::BeforeCommit(const Lake& lake, std::uint32_t lo, std::uint32_t hi,
                                 std::vector<std::string> own) {
  if (!local(lake)) return {};
  own_ = std::move(own);
  synced_.clear();
  for (const TableStorage& storage : storage_) {
    if (!storage.takes_files) FindNewFiles(storage, attempt_ms_, lo, hi, synced_);
  }
  TRY(kept_->Keep(synced_));
  // Among those that were found may be another writer's, whose commit failed meanwhile.
  if (sync_) TRY(SyncFiles(lake, own_, synced_));
  synced_.insert(synced_.end(), own_.begin(), own_.end());
  return {};
}

Status CommitFiles::Recover(Connection& connection, const Lake& lake) {
  if (!local(lake)) return {};
  TRY_ASSIGN(const std::vector<LakeFile> files, ReadNewFiles(connection, lake, snapshot_));
  return kept_->Restore(files);
}

void CommitFiles::Discard() {
  if (kept_ != nullptr) kept_->Drop();
  std::error_code ignored;
  for (const std::string& path : own_) std::filesystem::remove(path, ignored);
  own_.clear();
}

Result<std::uint64_t> CommitFiles::AfterCommit(Connection& connection, const Lake& lake) {
  if (kept_ != nullptr) kept_->Drop();
  own_.clear();
  TRY_ASSIGN(const std::vector<LakeFile> files, ReadNewFiles(connection, lake, snapshot_));
  std::ranges::sort(synced_);
  std::uint64_t bytes = 0;
  std::vector<LakeFile> others;  // of other writers, or written where we did not look
  for (const LakeFile& file : files) {
    bytes += file.bytes;
    snapshot_ = std::max(snapshot_, file.snapshot);
    if (!std::ranges::binary_search(synced_, file.path)) others.push_back(file);
  }
  if (local(lake) && sync_) TRY(CheckAndSyncFiles(lake, others));
  return bytes;
}

Status CommitFiles::Close(const Lake& lake) {
  if (!local(lake) || !sync_ || snapshot_ <= marked_snapshot_) return {};
  TRY(WriteDurableMark(lake, snapshot_));
  marked_snapshot_ = snapshot_;
  CRASH_POINT(commit_step::kMarked);
  return {};
}

}  // namespace lake
