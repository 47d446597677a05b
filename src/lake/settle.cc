// How a LakeWriter learns what became of an attempt whose COMMIT gave an error, and of what a run
// that was killed has left.
#include <fmt/format.h>

#include <filesystem>

#include "base/log.h"
#include "base/patience.h"
#include "duckdb/remove_objects.h"
#include "lake/durable_files.h"
#include "lake/lake_writer.h"
#include "table/sql_text.h"

namespace lake {
namespace {

namespace fs = std::filesystem;

// Commits of others that the catalog's server has begun and not ended: one of them may be an
// attempt of ours whose connection broke. Waiting for them inside a COMMIT could not be stopped.
Result<bool> IsCommitUnderWay(Connection& connection, const Lake& lake) {
  if (lake.location().kind != CatalogKind::kPostgres) return false;
  constexpr std::string_view kLocks =
      "SELECT 1 AS held FROM pg_locks l JOIN pg_class c ON c.oid = l.relation JOIN pg_database d "
      "ON "
      "d.oid = l.database WHERE d.datname = current_database() AND c.relname = 'ducklake_snapshot' "
      "AND l.mode = 'RowExclusiveLock' AND l.pid <> pg_backend_pid()";
  TRY_ASSIGN(QueryResult rows,
             connection.Query(
                 fmt::format("SELECT count(*) FROM postgres_query({}, {})",
                             QuoteLiteral("__ducklake_metadata_" + lake.options().catalog_name),
                             QuoteLiteral(kLocks))));
  TRY(rows.NextSingleRow());
  return rows.Int(0, 0) > 0;
}

}  // namespace

// True: committed; false: it never can be. The last snapshot is read first: if it is the attempt's
// own, its files are named by the time they are looked for.
Result<std::optional<bool>> LakeWriter::ReadOutcome(const Doubt& doubt) {
  TRY_ASSIGN(const std::int64_t last, ReadLastSnapshot(connection(), lake()));
  TRY_ASSIGN(const auto named, ReadNamed(connection(), lake(), doubt.files, doubt.base));
  if (!named.empty()) return std::optional(true);
  // What a process had not committed to a file when it closed that is gone.
  if (last > doubt.base || !has_catalog_server()) return std::optional(false);
  return std::optional<bool>();
}

// Takes the snapshot that the attempt in doubt would become. kUnavailable: not yet.
Status LakeWriter::MoveFence() {
  TRY_ASSIGN(const bool under_way, IsCommitUnderWay(connection(), lake()));
  if (under_way) return {Code::kUnavailable, "a commit is still under way in the catalog"};
  const LakeDraft draft = [this](Connection&, const Lake&, const std::optional<Fence>& before,
                                 LakeChange& change) -> Status {
    change.fence = before.value_or(Fence());
    change.fence.updated_micros = std::max(options_.clock->Now(), change.fence.updated_micros + 1);
    change.message = "the fence moved: an earlier commit cannot happen any more";
    return {};
  };
  FileSet none = NewFiles();
  CommitOutcome outcome = TryOnce(none, draft);
  if (outcome.end == CommitEnd::kUnknown && !outcome.files.empty()) {
    doubts_.push_back({std::move(outcome.files), outcome.base});
  }
  return outcome.end == CommitEnd::kCommitted ? Status() : std::move(outcome.status);
}

Status LakeWriter::SettleOnce(const Doubt& doubt, std::optional<bool>& committed) {
  TRY(Connect());
  TRY_ASSIGN(committed, ReadOutcome(doubt));
  if (committed) return {};
  const Status moved = MoveFence();
  // Who may not commit at all had no commit either.
  if (!moved.ok() && (moved.error().code == Code::kInvalidArgument ||
                      moved.error().code == Code::kResourceExhausted)) {
    committed = false;
    return {};
  }
  TRY_ASSIGN(committed, ReadOutcome(doubt));
  return committed ? Status() : moved;
}

Result<bool> LakeWriter::Settle(Doubt doubt) {
  Patience patience(options_);
  Status status;
  do {
    std::optional<bool> committed;
    status = SettleOnce(doubt, committed);
    if (committed) return *committed;
    const Code code = status.ok() ? Code::kUnavailable : status.error().code;
    if (code != Code::kConflict) session_.reset();
    if (code != Code::kUnavailable && code != Code::kConflict && code != Code::kInternal) break;
    if (status.ok()) status = {Code::kUnavailable, "the catalog has not moved on"};
  } while (patience.Wait(status.error()));
  doubts_.push_back(std::move(doubt));
  return Status(Code::kUnavailable, status.error().message)
      .Context("whether the commit happened is unknown until the catalog answers");
}

Status LakeWriter::RemoveLeftFiles() {
  const auto lists = FindLeftFiles(connection(), {.data_path = lake().data_path(),
                                                  .host = host(),
                                                  .now_micros = options_.clock->Now(),
                                                  .grace_ms = options_.grace_ms});
  if (!lists.ok()) {
    LogInfo("files of runs that were killed stay for now: {}", lists.error().message);
    return {};
  }
  for (const LeftFiles& left : *lists) TRY(RemoveLeft(left));
  return {};
}

Status LakeWriter::RemoveLeft(const LeftFiles& left) {
  std::vector<std::string> there;
  for (const std::string& path : left.paths) {
    std::error_code error;
    if (!IsLocalPath(path) || fs::exists(path, error)) there.push_back(path);
  }
  TRY_ASSIGN(auto named, ReadNamed(connection(), lake(), there, 0));
  if (named.size() < there.size() && has_catalog_server()) {
    if (const Status moved = MoveFence(); !moved.ok()) {
      LogInfo("files of a run that was killed stay for now: {}", moved.error().message);
      return {};
    }
    TRY_ASSIGN(named, ReadNamed(connection(), lake(), there, 0));
  }
  std::erase_if(there, [&](const std::string& path) {
    return named.contains(fs::path(path).filename().string());
  });
  Status removed = Remove(there);
  if (removed.ok()) removed = Remove({&left.list, 1});
  if (!removed.ok()) {
    LogInfo("files of a run that was killed stay for now: {}", removed.error().message);
  } else if (!there.empty()) {
    LogInfo("removed {} files that a killed run had left", there.size());
  }
  return {};
}

// In a folder what cannot be removed stays.
Status LakeWriter::Remove(std::span<const std::string> paths) {
  if (!lake().has_local_data()) return RemoveObjects(connection(), paths);
  std::error_code ignored;
  for (const std::string& path : paths) fs::remove(path, ignored);
  return {};
}

}  // namespace lake
