// The state of the contract-data service over restarts: what it begins with, and keeping it while
// it runs. Without a file nothing is kept.
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "base/health.h"
#include "contracts/follower.h"
#include "contracts/session_list.h"
#include "contracts/state_file.h"

namespace lake {

class ContractsState {
 public:
  // "" as path: no file. Errors are those of StateFile.
  static Result<ContractsState> Open(const std::string& path, const Hash256& network_id);

  // What SessionListOptions::save wants. The state outlives the list.
  std::function<Status(const SavedSessions&)> Saver();
  Status RestoreSessions(SessionList& sessions) { return sessions.Restore(saved_.sessions); }
  // Where the service's own reading goes on: behind the ledger that was saved when `range` goes
  // over it, or when nobody `named` a range; else at the beginning of the range.
  SessionStatus OwnBefore(const StreamRange& range, bool named) const;

  // Saves what is new. To be called about every second, and at the end; a failure is shown on the
  // board and not the end of the service.
  void Keep(const Follower& follower, SessionList& sessions, HealthBoard& board);

 private:
  explicit ContractsState(std::unique_ptr<StateFile> file) : file_(std::move(file)) {}
  Status Save(const Follower& follower, SessionList& sessions);

  std::unique_ptr<StateFile> file_;  // may be null
  SavedState saved_;                 // as it was loaded; then `own` as it was saved last
};

}  // namespace lake
