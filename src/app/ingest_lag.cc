#include "app/ingest_lag.h"

#include <algorithm>

#include "base/log.h"
#include "base/metrics.h"
#include "base/thread.h"

namespace lake {
namespace {

constexpr std::int64_t kShowEveryMicros = 1'000'000;
constexpr std::int64_t kAskEveryMicros = 5'000'000;  // about as often as a ledger closes

}  // namespace

IngestLag::IngestLag(HealthBoard& board, Open open, Clock& clock)
    : board_(board), open_(std::move(open)), clock_(clock) {
  const auto ask = [this](std::stop_token stop) {
    WatchNewest(stop);
    return Status();
  };
  const auto show = [this](const std::stop_token& stop) {
    do Show();
    while (clock_.SleepFor(kShowEveryMicros, stop));
    return Status();
  };
  const auto done = [this](const Status& status) { Fail(status); };
  const auto start = [&](const char* name, auto body, std::jthread& thread) {
    Result<std::jthread> started = StartThread(name, std::move(body), done);
    if (!started.ok()) return Fail(started.error());
    thread = *std::move(started);
  };
  start("lag-newest", ask, asking_);
  start("lag-show", show, showing_);
}

// The run goes on without its lag, and says so.
void IngestLag::Fail(const Status& status) {
  if (status.ok()) return;
  LogWarn("the lag is not known any more: {}", status.error().message);
  board_.Report("lag", Health::kDegraded, status.error().message);
}

IngestLag::~IngestLag() {
  asking_.request_stop();
  showing_.request_stop();
  const std::lock_guard lock(mutex_);
  if (source_ != nullptr) source_->Stop();
}

void IngestLag::Committed(std::uint32_t sequence, std::int64_t close_time) {
  close_time_ = close_time;
  committed_ = sequence;
  Show();
}

void IngestLag::Show() {
  const std::uint32_t committed = committed_;
  if (committed == 0) return;
  const std::int64_t seconds = std::max<std::int64_t>(0, clock_.Now() / 1'000'000 - close_time_);
  GaugeOf(MetricId::kIngestLagSeconds).Set(static_cast<double>(seconds));
  board_.SetFact("lag_seconds", seconds);
  const std::uint32_t newest = newest_;
  if (newest == 0) return;
  // The newest is asked for now and then: what was committed meanwhile is newer.
  const std::uint32_t ledgers = newest > committed ? newest - committed : 0;
  GaugeOf(MetricId::kIngestLagLedgers).Set(ledgers);
  board_.SetFact("lag_ledgers", ledgers);
  board_.SetFact("newest_sequence", std::max(newest, committed));
}

void IngestLag::WatchNewest(const std::stop_token& stop) {
  do {
    // A source that is down is reported by who reads it.
    const Status asked = CatchExceptions("lag-newest", [&] { return AskNewest(stop); });
    if (!asked.ok()) {
      LogDebug("the newest ledger of the source: {}", asked.error().message);
    }
  } while (clock_.SleepFor(kAskEveryMicros, stop));
}

Status IngestLag::AskNewest(const std::stop_token& stop) {
  if (source_ == nullptr) {
    TRY_ASSIGN(auto opened, open_());
    const std::lock_guard lock(mutex_);
    source_ = std::move(opened);
    if (stop.stop_requested()) return {};
  }
  // Kept after an error, too: opening may take long, and a stop could not end that.
  TRY_ASSIGN(const std::optional<std::uint32_t> newest, source_->Newest());
  if (!newest) return {};
  newest_ = *newest;
  GaugeOf(MetricId::kSourceTipLedger, {source_->Describe()}).Set(*newest);
  return {};
}

}  // namespace lake
