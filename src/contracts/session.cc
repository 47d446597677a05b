#include "contracts/session.h"

#include <utility>

#include "base/thread.h"

namespace lake {
namespace {

constexpr std::int64_t kWaitMs = 1000;

}  // namespace

double LedgersPerSecond(const SessionStatus& status) {
  const double seconds = static_cast<double>(status.updated_micros - status.started_micros) * 1e-6;
  return seconds > 0 ? static_cast<double>(status.ledgers) / seconds : 0;
}

Session::Session(SourceFactory open, const SessionPlan& plan, EntryFilter filter,
                 const EntryStreamOptions& options, Clock& clock)
    : plan_(plan),
      clock_(clock),
      stream_(std::move(open), plan.range, std::move(filter), options, clock) {
  status_.started_micros = status_.updated_micros = clock.Now();
}

Session::~Session() { thread_.request_stop(); }

Status Session::Start() {
  TRY(stream_.Start());
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

Status Session::Run(std::stop_token stop) {
  for (;;) {
    TRY_ASSIGN(const EntryStream::Taken taken, stream_.Next(kWaitMs, stop));
    if (taken.ended) return {};
    if (taken.entries) Count(*taken.entries);
  }
}

void Session::Count(const LedgerEntries& ledger) {
  std::lock_guard lock(mutex_);
  if (status_.state == SessionState::kStarting) status_.state = SessionState::kRunning;
  status_.current_ledger = ledger.sequence;
  ++status_.ledgers;
  status_.entries += ledger.rows.size();
  status_.skipped += ledger.skipped;
  status_.bytes += ledger.raw_bytes;
  status_.updated_micros = clock_.Now();
}

void Session::End(const Status& status) {
  std::lock_guard lock(mutex_);
  const bool stopped = status.ok() || status.error().code == Code::kCancelled;
  status_.state = stopped ? SessionState::kStopped : SessionState::kError;
  if (!stopped) status_.error = status.error().message;
  status_.updated_micros = clock_.Now();
}

SessionStatus Session::status() const {
  std::lock_guard lock(mutex_);
  return status_;
}

}  // namespace lake
