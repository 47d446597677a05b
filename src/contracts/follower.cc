#include "contracts/follower.h"

#include <utility>

#include "base/log.h"

namespace lake {
namespace {

// Sources try again by themselves what may pass; what ends a session takes somebody a while.
constexpr std::int64_t kRestartMicros = 5'000'000;

}  // namespace

Follower::Follower(SourceFactory source, StreamRange range, EntryFilter filter,
                   const EntryStreamOptions& options, Clock& clock)
    : source_(std::move(source)),
      range_(range),
      filter_(std::move(filter)),
      options_(options),
      clock_(clock) {}

Status Follower::Tend() {
  if (session_ == nullptr) TRY(Begin());
  const SessionStatus status = session_->status();
  Measure();
  if (status.state == SessionState::kStarting) return {};  // nobody knows yet
  if (status.state != SessionState::kError) {
    fault_.clear();
    return {};
  }
  if (fault_.empty()) {
    failed_micros_ = clock_.MonotonicMicros();
    LogError("contract data is not followed: {}", status.error);
  }
  fault_ = status.error;
  if (clock_.MonotonicMicros() - failed_micros_ < kRestartMicros) return {};
  Restart(status);
  return Begin();
}

Status Follower::Begin() {
  session_ =
      std::make_unique<Session>(source_, SessionPlan{.range = range_}, filter_, options_, clock_);
  return session_->Start();
}

void Follower::Restart(const SessionStatus& failed) {
  before_ = totals();
  ++before_.restarts;
  if (failed.current_ledger != 0) range_.first = failed.current_ledger + 1;
  failed_micros_ = clock_.MonotonicMicros();
}

FollowTotals Follower::totals() const {
  FollowTotals all = before_;
  if (session_ == nullptr) return all;
  const SessionStatus now = session_->status();
  all.ledgers += now.ledgers;
  all.bytes += now.bytes;
  all.entries += now.entries;
  all.skipped += now.skipped;
  if (now.current_ledger != 0) all.current_ledger = now.current_ledger;
  return all;
}

void Follower::Measure() {
  const std::int64_t now = clock_.MonotonicMicros();
  const std::uint64_t ledgers = totals().ledgers;
  if (now > measured_micros_ && measured_micros_ != 0) {
    rate_ = static_cast<double>(ledgers - measured_ledgers_) * 1e6 /
            static_cast<double>(now - measured_micros_);
  }
  measured_micros_ = now;
  measured_ledgers_ = ledgers;
}

void Follower::Stop() {
  if (session_ != nullptr) session_->Stop();
}

}  // namespace lake
