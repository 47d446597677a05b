// The service's own session, which shows that ledgers come and how fast, whether or not a client
// reads. When it fails it begins again behind the last ledger that it saw; so does a later service
// with what saved() gave. One thread.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "contracts/saved_state.h"
#include "contracts/session.h"

namespace lake {

class Follower {
 public:
  // `before` is where one of an earlier service stood. The clock outlives it.
  Follower(SourceFactory source, const SessionPlan& plan, EntryFilter filter,
           const EntryStreamOptions& options, Clock& clock, SessionStatus before = {});

  // Starts what has to be started; to be called about every second. kResourceExhausted when the
  // system gives no threads.
  Status Tend();
  // Of all sessions that it has had, also those of earlier services.
  SessionStatus status() const;
  // How often it began again after a failure.
  std::uint64_t restarts() const { return restarts_; }
  SavedSession saved() const { return {{}, plan_, filter_, status()}; }
  // Why it does not follow now; "" when it does, or has come to the end of its range.
  const std::string& fault() const { return fault_; }
  // Ledgers a second between the last two calls of Tend.
  double rate() const { return rate_; }
  // Ends the session as the service does (Session::Pause).
  void Pause();

 private:
  Status Begin();
  void Measure();

  const SourceFactory source_;
  const SessionPlan plan_;
  const EntryFilter filter_;
  const EntryStreamOptions options_;
  Clock& clock_;
  std::unique_ptr<Session> session_;
  SessionStatus before_;  // what the next session goes on with
  std::uint64_t restarts_ = 0;
  std::string fault_;
  std::int64_t failed_micros_ = 0;
  std::int64_t measured_micros_ = 0;
  std::uint64_t measured_ledgers_ = 0;
  double rate_ = 0;
};

}  // namespace lake
