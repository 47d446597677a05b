// A small SQLite file that keeps the state of the service over a restart, a crash or a power cut:
// every Save is one transaction that is whole on disk when it returns.
//
//   TRY_ASSIGN(const auto file, StateFile::Open("contracts.sqlite", network_id));
//   TRY_ASSIGN(SavedState before, file->Load());
//   ...
//   TRY(file->SaveOwn(follower.saved()));
//
// Tables, for people who look into it: state(name, value) and sessions, of which the one without an
// id is the service's own; filters are written as in a ticket. The file is for one process at a
// time. Thread-safe.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/sha256.h"
#include "base/unique_fd.h"
#include "contracts/saved_state.h"

namespace lake {

class Connection;

struct SavedState {
  SavedSessions sessions = {};
  std::optional<SavedSession> own = {};  // the service's; none: it never read anything
};

class StateFile {
 public:
  // Makes the file where there is none. kConflict when another process has it, kInvalidArgument
  // when it is of another network or no such file, kUnavailable when it cannot be written.
  static Result<std::unique_ptr<StateFile>> Open(const std::string& path,
                                                 const Hash256& network_id);
  ~StateFile();

  Result<SavedState> Load();
  Status SaveSessions(const SavedSessions& sessions);
  Status SaveOwn(const SavedSession& own);

 private:
  StateFile(std::string path, UniqueFd lock, std::unique_ptr<Connection> connection);
  // What a fresh file has, or whether this one is of the network.
  Status Begin(const Hash256& network_id);
  // With the lock held.
  Result<std::optional<std::string>> Read(std::string_view name);
  Status Write(std::string_view name, std::string_view value);

  const std::string path_;
  const UniqueFd lock_;  // held on the file itself as long as it is used
  std::mutex mutex_;     // of the connection
  const std::unique_ptr<Connection> connection_;
};

}  // namespace lake
