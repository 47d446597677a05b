// What follows a failure of a source that is on the network: wait (back-off, circuit breaker) and
// try again, or give up. Logs every failure once and keeps the metrics of retries and of the
// breaker.
//
// One thread drives it; breaker_state() may be read from any.
#pragma once

#include <cstdint>
#include <stop_token>
#include <string>

#include "base/backoff.h"
#include "base/clock.h"
#include "base/result.h"
#include "source/circuit_breaker.h"
#include "source/source_observer.h"
#include "source/source_options.h"

namespace lake {

class AttemptGate {
 public:
  // `name` is the source's, for messages and as metrics label.
  // `options` outlives it.
  AttemptGate(std::string name, const SourceOptions& options);

  // Waits until the next attempt is due. kCancelled when a stop was requested.
  Status BeforeAttempt(std::stop_token stop);
  void Succeeded();
  // An error to stop with: `error` itself when no other attempt can help, or with the number of
  // attempts when there were enough. Success = try again.
  Status Failed(const Error& error);
  // After a success or Seek: failures in a row count from here.
  void Reset();

  BreakerState breaker_state() const { return breaker_.state(); }
  const std::string& last_error() const { return last_error_; }

 private:
  void ReportBreaker();
  void Tell(Health health, std::string_view detail);

  const std::string name_;
  const NetworkOptions& options_;
  SourceObserver* const observer_;
  Clock& clock_;
  CircuitBreaker breaker_;
  Backoff backoff_;
  std::int64_t wait_ms_ = 0;
  std::uint32_t failures_ = 0;       // in a row
  std::uint32_t data_failures_ = 0;  // those of them that were about content
  bool succeeded_once_ = false;
  std::string last_error_;
};

}  // namespace lake
