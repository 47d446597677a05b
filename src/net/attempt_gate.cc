#include "net/attempt_gate.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/log.h"
#include "base/metrics.h"

namespace lake {
namespace {

bool IsAboutContent(Code code) { return code == Code::kDataLoss || code == Code::kNotFound; }

}  // namespace

AttemptGate::AttemptGate(std::string name, const NetworkOptions& options, Clock& clock,
                         Listener listener)
    : name_(std::move(name)),
      options_(options),
      clock_(clock),
      listener_(std::move(listener)),
      breaker_(options_.breaker),
      backoff_(options_.backoff, options_.jitter_seed) {}

Status AttemptGate::BeforeAttempt(std::stop_token stop) {
  std::int64_t wait_micros = std::exchange(wait_ms_, 0) * 1000;
  do {
    if (!clock_.SleepFor(wait_micros, stop)) return {Code::kCancelled, "stopped"};
    wait_micros = breaker_.WaitMicros(clock_.MonotonicMicros());
  } while (wait_micros > 0);
  ReportBreaker();
  return {};
}

void AttemptGate::Succeeded() {
  if (failures_ != 0) LogInfo("{}: works again after {} failures", name_, failures_);
  const bool reported = breaker_.state() != BreakerState::kClosed;
  breaker_.RecordSuccess();
  if (reported) ReportBreaker();
  if (failures_ != 0 || !succeeded_once_) listener_(Health::kHealthy, "");
  succeeded_once_ = true;
  Reset();
}

void AttemptGate::Reset() {
  if (failures_ == 0) return;
  failures_ = 0;
  data_failures_ = 0;
  wait_ms_ = 0;
  backoff_.Reset();
}

Status AttemptGate::Failed(const Error& error) {
  const bool content = IsAboutContent(error.code);
  if (!content && error.code != Code::kUnavailable) return error;
  ++failures_;
  if (content) ++data_failures_;
  breaker_.RecordFailure(clock_.MonotonicMicros());
  ReportBreaker();
  CounterOf(MetricId::kSourceRetries, {name_}).Add();
  const std::uint32_t most = succeeded_once_ ? options_.attempts_max : options_.first_attempts_max;
  const bool enough =
      content ? data_failures_ >= options_.data_attempts_max : most != 0 && failures_ >= most;
  if (enough) {
    return {content ? Code::kDataLoss : Code::kUnavailable,
            fmt::format("{}: {} (tried {} times)", name_, error.message, failures_)};
  }
  wait_ms_ = backoff_.NextDelayMs();
  const bool is_open = breaker_.state() == BreakerState::kOpen;
  LogWarn("{}: {}; failure {} in a row, trying again in {} ms{}", name_, error.message, failures_,
          wait_ms_, is_open ? ", circuit breaker open" : "");
  listener_(is_open ? Health::kUnhealthy : Health::kDegraded, error.message);
  return {};
}

void AttemptGate::ReportBreaker() {
  GaugeOf(MetricId::kSourceBreakerState, {name_}).Set(static_cast<double>(breaker_.state()));
}

}  // namespace lake
