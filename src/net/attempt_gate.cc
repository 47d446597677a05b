#include "net/attempt_gate.h"

#include <fmt/format.h>

#include <utility>

#include "base/log.h"
#include "base/metrics.h"

namespace lake {
namespace {

bool IsAboutContent(Code code) { return code == Code::kDataLoss || code == Code::kNotFound; }

RetryPolicy NetworkPolicy(const NetworkOptions& options, std::uint32_t attempts_max) {
  return {.backoff = options.backoff,
          .attempts_max = static_cast<int>(attempts_max),
          .seed = options.jitter_seed};
}

RetryPolicy ContentPolicy(const NetworkOptions& options) {
  RetryPolicy policy = NetworkPolicy(options, options.data_attempts_max);
  policy.may_pass = &IsAboutContent;
  return policy;
}

}  // namespace

AttemptGate::AttemptGate(std::string name, const NetworkOptions& options, Clock& clock,
                         Listener listener)
    : name_(std::move(name)),
      options_(options),
      clock_(clock),
      listener_(std::move(listener)),
      breaker_(options_.breaker),
      network_(NetworkPolicy(options_, options_.first_attempts_max), clock_),
      content_(ContentPolicy(options_), clock_) {}

Status AttemptGate::BeforeAttempt(std::stop_token stop) {
  Retry* const due = std::exchange(due_, nullptr);
  if (stop.stop_requested() || (due != nullptr && !due->Wait(stop))) {
    return {Code::kCancelled, "stopped"};
  }
  while (const std::int64_t micros = breaker_.WaitMicros(clock_.MonotonicMicros())) {
    if (!clock_.SleepFor(micros, stop)) return {Code::kCancelled, "stopped"};
  }
  ReportBreaker();
  return {};
}

void AttemptGate::Succeeded() {
  const int failures = network_.failures() + content_.failures();
  if (failures != 0) LogInfo("{}: works again after {} failures", name_, failures);
  const bool reported = breaker_.state() != BreakerState::kClosed;
  breaker_.RecordSuccess();
  if (reported) ReportBreaker();
  if (failures != 0 || !succeeded_once_) listener_(Health::kHealthy, "");
  if (!std::exchange(succeeded_once_, true)) {
    network_ = Retry(NetworkPolicy(options_, options_.attempts_max), clock_);
  }
  Reset();
}

void AttemptGate::Reset() {
  due_ = nullptr;
  network_.Reset();
  content_.Reset();
}

Status AttemptGate::Failed(const Error& error) {
  const bool content = IsAboutContent(error.code);
  if (!content && !IsRetryable(error.code)) return error;
  breaker_.RecordFailure(clock_.MonotonicMicros());
  ReportBreaker();
  CounterOf(MetricId::kSourceRetries, {name_}).Add();
  due_ = content ? &content_ : &network_;
  if (Status end = due_->Failed(error); !end.ok()) {
    return {content ? Code::kDataLoss : end.error().code,
            fmt::format("{}: {}", name_, end.error().message)};
  }
  const bool is_open = breaker_.state() == BreakerState::kOpen;
  LogWarn("{}: {}; failure {} in a row, trying again in {} ms{}", name_, error.message,
          network_.failures() + content_.failures(), due_->delay_ms(),
          is_open ? ", circuit breaker open" : "");
  listener_(is_open ? Health::kUnhealthy : Health::kDegraded, error.message);
  return {};
}

void AttemptGate::ReportBreaker() {
  GaugeOf(MetricId::kSourceBreakerState, {name_}).Set(static_cast<double>(breaker_.state()));
}

}  // namespace lake
