// A session of the control plane: a reading of its own that proves, extracts and filters ledgers
// and counts what it sees, whether or not a client takes the rows (each client has its own
// reading). What it counts goes into /metrics, too (session_metrics.h). One that was saved goes on
// behind its last ledger (saved_state.h). Thread-safe.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "base/clock.h"
#include "base/result.h"
#include "base/sha256.h"
#include "contracts/entry_stream.h"

namespace lake {

// The values are those of GetStatusResponse.Status.
enum class SessionState : std::uint8_t {
  kStarting = 1,
  kRunning = 2,
  kStopping = 3,
  kStopped = 4,
  kError = 5
};

struct SessionStatus {
  SessionState state = SessionState::kStarting;
  std::uint32_t current_ledger = 0;  // 0 = none yet
  Hash256 current_hash{};            // of that ledger; zero = not known
  std::uint64_t ledgers = 0;
  std::uint64_t entries = 0;  // that came through the filter
  std::uint64_t skipped = 0;
  std::uint64_t batches = 0;        // that the entries make
  std::uint64_t bytes = 0;          // of ledgers
  std::int64_t started_micros = 0;  // Unix time, as the next
  std::int64_t updated_micros = 0;
  std::string error = {};

  friend bool operator==(const SessionStatus&, const SessionStatus&) = default;
};

// Over its whole time so far, that between two services not counted.
double LedgersPerSecond(const SessionStatus& status);

inline bool HasEnded(SessionState state) {
  return state == SessionState::kStopped || state == SessionState::kError;
}

// What was asked for.
struct SessionPlan {
  StreamRange range = {};
  std::uint32_t batch_rows = 0;  // of the live stream; 0 = as the service is set

  friend bool operator==(const SessionPlan&, const SessionPlan&) = default;
};

class Session {
 public:
  // `before` is where one of an earlier service stood. The clock outlives it.
  Session(SourceFactory open, const SessionPlan& plan, EntryFilter filter,
          const EntryStreamOptions& options, Clock& clock, SessionStatus before = {});
  // Stops and waits.
  ~Session();
  // At most once; does nothing when it has ended already, or has come to the end of its range.
  // kResourceExhausted when the system gives no threads.
  Status Start();
  // Asks it to end; it is kStopping, then kStopped. Does not wait.
  void Stop();
  // Ends it as the service does, and waits: it counts nothing more and keeps its state, with which
  // a later one goes on.
  void Pause();

  const SessionPlan& plan() const { return plan_; }
  const EntryFilter& filter() const { return filter_; }
  SessionStatus status() const;

 private:
  Status Run(std::stop_token stop);
  void Count(const LedgerEntries& ledger);
  void End(const Status& status);

  const SessionPlan plan_;
  const EntryFilter filter_;
  Clock& clock_;
  std::optional<EntryStream> stream_;  // none once the session has ended
  mutable std::mutex mutex_;
  SessionStatus status_;  // guarded by mutex_, as is the next
  bool paused_ = false;
  std::jthread thread_;
};

}  // namespace lake
