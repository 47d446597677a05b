#include "contracts/follower.h"

#include <utility>

#include "base/log.h"
#include "base/metrics.h"

namespace lake {
namespace {

// Sources try again by themselves what may pass; what ends a session takes somebody a while.
constexpr std::int64_t kRestartMicros = 5'000'000;

}  // namespace

Follower::Follower(SourceFactory source, const SessionPlan& plan, EntryFilter filter,
                   const EntryStreamOptions& options, Clock& clock, SessionStatus before)
    : source_(std::move(source)),
      plan_(plan),
      filter_(std::move(filter)),
      options_(CountedAs(Reader::kService, options)),
      clock_(clock),
      before_(std::move(before)) {}

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
  ++restarts_;
  CounterOf(MetricId::kContractsReconnections).Add();
  failed_micros_ = clock_.MonotonicMicros();
  before_ = status;
  return Begin();
}

Status Follower::Begin() {
  // However the last one ended, this one goes on.
  SessionStatus before = before_;
  before.state = SessionState::kStarting;
  before.error.clear();
  session_ =
      std::make_unique<Session>(source_, plan_, filter_, options_, clock_, std::move(before));
  return session_->Start();
}

SessionStatus Follower::status() const {
  return session_ == nullptr ? before_ : session_->status();
}

void Follower::Measure() {
  const std::int64_t now = clock_.MonotonicMicros();
  const std::uint64_t ledgers = status().ledgers;
  if (now > measured_micros_ && measured_micros_ != 0) {
    rate_ = static_cast<double>(ledgers - measured_ledgers_) * 1e6 /
            static_cast<double>(now - measured_micros_);
  }
  measured_micros_ = now;
  measured_ledgers_ = ledgers;
}

void Follower::Pause() {
  if (session_ != nullptr) session_->Pause();
}

}  // namespace lake
