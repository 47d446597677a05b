// The sessions of the service, and the filter that new ones and clients without a filter get.
// Bounded: so many run at once, and so many that ended are remembered, the oldest forgotten first.
// Thread-safe.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "contracts/session.h"

namespace lake {

struct SessionListOptions {
  EntryStreamOptions stream = {};
  EntryFilter filter = {};
  std::uint32_t batch_rows = 1000;  // of sessions that do not say
  std::size_t running_max = 16;
  std::size_t remembered_max = 64;
};

class SessionList {
 public:
  // The clock outlives it.
  SessionList(SourceFactory source, const SessionListOptions& options, Clock& clock);

  // Its id. kResourceExhausted when too many run.
  Result<std::string> Start(const SessionPlan& plan);
  // kNotFound for an id that is not known (any more).
  Status Stop(std::string_view id);
  // "" = the newest.
  Result<std::shared_ptr<const Session>> Find(std::string_view id) const;
  void StopAll();

  void SetFilter(EntryFilter filter);
  EntryFilter filter() const;
  // What the live stream shows: the newest session's ledgers, unless none was started.
  SessionPlan live() const;
  // Rows of the batches of such a session.
  std::uint32_t BatchRows(const SessionPlan& plan) const {
    return plan.batch_rows == 0 ? options_.batch_rows : plan.batch_rows;
  }

 private:
  struct Named {
    std::string id;
    std::shared_ptr<Session> session;
  };
  // With the lock held.
  std::size_t Running() const;
  std::shared_ptr<Session> ForgetOne();
  const Named* FindNamed(std::string_view id) const;

  const SourceFactory source_;
  const SessionListOptions options_;
  Clock& clock_;
  mutable std::mutex mutex_;  // guards what follows
  EntryFilter filter_;
  std::deque<Named> sessions_;  // oldest first
  std::uint64_t started_ = 0;
};

}  // namespace lake
