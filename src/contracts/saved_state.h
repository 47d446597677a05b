// What of the service survives a restart: its sessions, with the ledger that each has come to, the
// filter that a client set, and the service's own position. Plain values.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "contracts/entry_filter.h"
#include "contracts/session.h"

namespace lake {

// One that is kStarting or kRunning goes on behind status.current_ledger; the others are remembered
// for who asks.
struct SavedSession {
  std::string id;
  SessionPlan plan;
  EntryFilter filter;
  SessionStatus status;

  friend bool operator==(const SavedSession&, const SavedSession&) = default;
};

struct SavedSessions {
  std::optional<EntryFilter> filter = {};   // none: nobody set one, and the settings' counts
  std::vector<SavedSession> sessions = {};  // oldest first

  friend bool operator==(const SavedSessions&, const SavedSessions&) = default;
};

}  // namespace lake
