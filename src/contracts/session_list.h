// The sessions of the service, and the filter that new ones and clients without a filter get.
// Bounded: so many run at once, and so many that ended are remembered, the oldest forgotten first.
// What is asked of it is kept (options.save) before it is answered; how far sessions have come,
// when Save is called. Thread-safe.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "contracts/saved_state.h"
#include "contracts/session.h"

namespace lake {

struct SessionListOptions {
  EntryStreamOptions stream = {};
  EntryFilter filter = {};
  std::uint32_t batch_rows = 1000;  // of sessions that do not say
  std::size_t running_max = 16;
  std::size_t remembered_max = 64;
  // Keeps the state for a later service; empty = nobody does.
  std::function<Status(const SavedSessions&)> save = {};
};

class SessionList {
 public:
  // The clock outlives it.
  SessionList(SourceFactory source, const SessionListOptions& options, Clock& clock);

  // Goes on with the sessions of an earlier service. Before any other call.
  Status Restore(SavedSessions saved);

  // Its id. kResourceExhausted when too many run. An error of saving ends the session again.
  Result<std::string> Start(const SessionPlan& plan);
  // kNotFound for an id that is not known (any more).
  Status Stop(std::string_view id);
  // "" = the newest.
  Result<std::shared_ptr<const Session>> Find(std::string_view id) const;
  // Saves how far they have come, when that is news.
  Status Save();
  // Ends all of them as the service does (Session::Pause), and saves where they stand.
  Status Pause();
  // Sessions that run.
  std::size_t active() const;

  Status SetFilter(EntryFilter filter);
  EntryFilter filter() const;
  // What the live stream shows: the newest session's ledgers, unless none was started.
  SessionPlan live() const;

 private:
  struct Named {
    std::string id;
    std::shared_ptr<Session> session;
  };
  SavedSessions Snapshot() const;
  // With the lock held.
  std::size_t Running() const;
  std::shared_ptr<Session> ForgetOne();
  const Named* FindNamed(std::string_view id) const;

  const SourceFactory source_;
  const SessionListOptions options_;
  const EntryStreamOptions stream_options_;
  Clock& clock_;
  mutable std::mutex mutex_;  // guards what follows
  EntryFilter filter_;
  bool filter_was_set_ = false;
  std::deque<Named> sessions_;  // oldest first
  std::uint64_t started_ = 0;
  std::mutex save_mutex_;  // taken before mutex_; guards what was saved
  SavedSessions saved_;
};

}  // namespace lake
