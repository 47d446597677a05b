// What follows a failure of a peer on the network: wait (back-off, circuit breaker) and
// try again, or give up. Logs every failure once and keeps the metrics of retries and of the
// breaker.
// One thread drives it.
#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>
#include <string_view>

#include "base/backoff.h"
#include "base/clock.h"
#include "base/health.h"
#include "base/result.h"
#include "net/circuit_breaker.h"
#include "net/network_options.h"

namespace lake {

class AttemptGate {
 public:
  // Hears each change of the peer's health.
  using Listener = std::function<void(Health health, std::string_view detail)>;

  // `name` is the peer's, for messages and as metrics label. `options` and `clock` outlive it.
  AttemptGate(std::string name, const NetworkOptions& options, Clock& clock, Listener listener);

  // Waits until the next attempt is due. kCancelled when a stop was requested.
  Status BeforeAttempt(std::stop_token stop);
  void Succeeded();
  // An error to stop with: `error` itself when no other attempt can help, or with the number of
  // attempts when there were enough. Success = try again.
  Status Failed(const Error& error);
  // After a success or Seek: failures in a row count from here.
  void Reset();

 private:
  void ReportBreaker();

  const std::string name_;
  const NetworkOptions& options_;
  Clock& clock_;
  const Listener listener_;
  CircuitBreaker breaker_;
  Backoff backoff_;
  std::int64_t wait_ms_ = 0;
  std::uint32_t failures_ = 0;       // in a row
  std::uint32_t data_failures_ = 0;  // those of them that were about content
  bool succeeded_once_ = false;
};

}  // namespace lake
