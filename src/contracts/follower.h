// The service's own session, which shows that ledgers come and how fast, whether or not a client
// reads. When it fails it begins again behind the last ledger that it saw. One thread.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "contracts/session.h"

namespace lake {

// Of all sessions that a follower has had.
struct FollowTotals {
  std::uint64_t ledgers = 0;
  std::uint64_t bytes = 0;
  std::uint64_t entries = 0;
  std::uint64_t skipped = 0;
  std::uint64_t restarts = 0;
  std::uint32_t current_ledger = 0;  // 0 = none yet
};

class Follower {
 public:
  // The clock outlives it.
  Follower(SourceFactory source, StreamRange range, EntryFilter filter,
           const EntryStreamOptions& options, Clock& clock);

  // Starts what has to be started; to be called about every second. kResourceExhausted when the
  // system gives no threads.
  Status Tend();
  FollowTotals totals() const;
  // Why it does not follow now; "" when it does, or has come to the end of its range.
  const std::string& fault() const { return fault_; }
  // Ledgers a second between the last two calls of Tend.
  double rate() const { return rate_; }
  // Asks the session to end.
  void Stop();

 private:
  Status Begin();
  void Restart(const SessionStatus& failed);
  void Measure();

  const SourceFactory source_;
  StreamRange range_;
  const EntryFilter filter_;
  const EntryStreamOptions options_;
  Clock& clock_;
  std::unique_ptr<Session> session_;
  FollowTotals before_;  // of the sessions that have failed
  std::string fault_;
  std::int64_t failed_micros_ = 0;
  std::int64_t measured_micros_ = 0;
  std::uint64_t measured_ledgers_ = 0;
  double rate_ = 0;
};

}  // namespace lake
