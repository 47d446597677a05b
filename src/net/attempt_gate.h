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

#include "base/clock.h"
#include "base/health.h"
#include "base/result.h"
#include "base/retry.h"
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
  // As Retry::Failed; what is wrong with the content has a number of attempts of its own, and ends
  // in kDataLoss.
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
  Retry network_;
  Retry content_;
  Retry* due_ = nullptr;  // the one that failed last and waits
  bool succeeded_once_ = false;
};

}  // namespace lake
