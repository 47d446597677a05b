#include "contracts/session.h"

#include <algorithm>
#include <utility>

#include "base/thread.h"
#include "contracts/session_metrics.h"

namespace lake {
namespace {

constexpr std::int64_t kWaitMs = 1000;

// What is left of a range when it was read up to `current`, 0 = not at all.
StreamRange Behind(std::uint32_t current, StreamRange range) {
  if (current != 0) range.first = current + 1;
  return range;
}

bool IsDone(const SessionPlan& plan, std::uint32_t current) {
  return plan.range.last && current >= *plan.range.last;
}

}  // namespace

double LedgersPerSecond(const SessionStatus& status) {
  const double seconds = static_cast<double>(status.updated_micros - status.started_micros) * 1e-6;
  return seconds > 0 ? static_cast<double>(status.ledgers) / seconds : 0;
}

Session::Session(SourceFactory open, const SessionPlan& plan, EntryFilter filter,
                 const EntryStreamOptions& options, Clock& clock, SessionStatus before)
    : plan_(plan),
      filter_(std::move(filter)),
      clock_(clock),
      stream_(std::in_place, std::move(open), Behind(before.current_ledger, plan.range), filter_,
              options, clock),
      status_(std::move(before)) {
  if (HasEnded(status_.state)) return;
  stream_->Follow(status_.current_ledger, status_.current_hash);
  // Whatever was asked of it last, nobody works at it now.
  if (status_.state == SessionState::kStopping || IsDone(plan_, status_.current_ledger)) {
    status_.state = SessionState::kStopped;
    return;
  }
  const std::int64_t ran_micros = status_.updated_micros - status_.started_micros;
  status_.updated_micros = clock.Now();
  status_.started_micros = status_.updated_micros - ran_micros;
}

Session::~Session() { thread_.request_stop(); }

Status Session::Start() {
  if (HasEnded(status().state)) return {};
  TRY(stream_->Start());
  TRY_ASSIGN(thread_, StartThread(
                          "lake-session", [this](std::stop_token stop) { return Run(stop); },
                          [this](const Status& status) { End(status); }));
  return {};
}

void Session::Stop() {
  {
    std::lock_guard lock(mutex_);
    if (!HasEnded(status_.state)) status_.state = SessionState::kStopping;
  }
  thread_.request_stop();
}

void Session::Pause() {
  {
    std::lock_guard lock(mutex_);
    paused_ = true;
  }
  thread_.request_stop();
  if (thread_.joinable()) thread_.join();
}

Status Session::Run(std::stop_token stop) {
  for (;;) {
    TRY_ASSIGN(const EntryStream::Taken taken, stream_->Next(kWaitMs, stop));
    if (taken.ended) return {};
    if (taken.entries) Count(*taken.entries);
  }
}

void Session::Count(const LedgerEntries& ledger) {
  const std::uint64_t rows = std::max(1u, plan_.batch_rows);
  std::lock_guard lock(mutex_);
  if (status_.state == SessionState::kStarting) status_.state = SessionState::kRunning;
  status_.current_ledger = ledger.sequence;
  status_.current_hash = ledger.hash;
  ++status_.ledgers;
  status_.entries += ledger.rows.size();
  status_.skipped += ledger.skipped;
  status_.bytes += ledger.raw_bytes;
  const std::uint64_t batches = (status_.entries + rows - 1) / rows;
  status_.updated_micros = clock_.Now();
  CountProcessed(ledger, batches - status_.batches, status_.updated_micros);
  status_.batches = batches;
}

void Session::End(const Status& status) {
  // One that is only remembered keeps no threads, no connection and no ledgers.
  stream_.reset();
  std::lock_guard lock(mutex_);
  const bool stopped = status.ok() || status.error().code == Code::kCancelled;
  if (!stopped) CountFailed();
  const bool goes_on = paused_ && !status.ok() && stopped;
  if (goes_on && status_.state != SessionState::kStopping) return;
  status_.state = stopped ? SessionState::kStopped : SessionState::kError;
  if (!stopped) status_.error = status.error().message;
  status_.updated_micros = clock_.Now();
}

SessionStatus Session::status() const {
  std::lock_guard lock(mutex_);
  return status_;
}

}  // namespace lake
