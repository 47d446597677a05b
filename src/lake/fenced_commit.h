// One attempt to change a lake: read and draft; write the rows of small tables into files of ours
// and sync them; then one transaction that looks whether the fence is still the one that the draft
// saw, adds all files, replaces the fence row, and commits. DuckLake itself writes no file in it,
// so nothing depends on files that it removes when its COMMIT fails.
//
// It ends in one of four ways:
//   committed  the catalog names every file;
//   refused    what the lake holds forbids the change (the draft said so); trying again is useless;
//   lost       nothing happened, and the same attempt may succeed: a rival was faster, a connection
//              broke before COMMIT was sent;
//   unknown    COMMIT gave an error: it may have happened, or may still do (a server that lost its
//              client goes on committing). An attempt that began at snapshot N can only ever become
//              snapshot N + 1, so it is dead once the catalog holds a later snapshot than N and
//              does not name its files.
//
// One thread. Crash points: commit_steps.h.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "lake/file_set.h"
#include "lake/lake_change.h"

namespace lake {

enum class CommitEnd : std::uint8_t { kCommitted, kRefused, kLost, kUnknown };

struct CommitOutcome {
  CommitEnd end = CommitEnd::kLost;
  Status status{};          // why not committed
  bool changed = true;      // false: committed, but there was nothing to do
  Fence fence{};            // once committed, or when it turns out to be
  std::int64_t base = 0;    // the snapshot that the attempt began at
  std::uint64_t bytes = 0;  // of all files, where they lie in a folder
  // Unknown: those of small tables that it would add, besides the data; nobody owns them.
  std::vector<std::string> files{};
};

// What stays the same for every attempt of a writer.
struct CommitPlace {
  Connection& connection;
  const Lake& lake;
  const LakeStorage& storage;
  const std::shared_ptr<PendingFiles>& pending;
  std::string_view network;
  std::string_view author;  // of snapshots
  bool sync;
};

// `data` holds files that are written and synced already. They are let go when the attempt is
// committed, in doubt when that is unknown, and stay with the caller otherwise.
CommitOutcome TryCommit(const CommitPlace& place, FileSet& data, const LakeDraft& draft);

}  // namespace lake
