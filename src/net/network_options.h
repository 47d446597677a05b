// How to talk to sources that are on the network: time limits, retries, secrets. A plain value,
// part of SourceOptions.
#pragma once

#include <cstdint>
#include <string>

#include "base/backoff.h"
#include "net/circuit_breaker.h"

namespace lake {

struct NetworkOptions {
  std::uint32_t connect_timeout_ms = 10'000;
  // An HTTP request that moved no byte for so long has failed.
  std::uint32_t idle_timeout_ms = 20'000;
  // Pings on a silent connection; one that is dead without a word is noticed in the sum of both.
  std::uint32_t keepalive_ms = 10'000;
  std::uint32_t keepalive_timeout_ms = 10'000;
  // A stream without a new ledger for so long is opened again, at the same ledger. 0 = never.
  std::uint32_t stall_timeout_ms = 60'000;
  // Largest message or answer that is accepted.
  std::uint64_t max_message_bytes = std::uint64_t{256} << 20;

  BackoffPolicy backoff = {.initial_ms = 200, .max_ms = 20'000, .multiplier = 2, .jitter = 0.25};
  std::uint64_t jitter_seed = 0;
  CircuitBreakerOptions breaker = {};
  // Attempts in a row before giving up with kUnavailable: until the first success, and after it.
  // 0 = never give up.
  std::uint32_t first_attempts_max = 8;
  std::uint32_t attempts_max = 0;
  // The same for wrong content (gaps, corrupt or missing ledgers), which ends in kDataLoss.
  std::uint32_t data_attempts_max = 4;

  // Shown to gRPC and RPC servers as `authorization: Bearer`. "" = none.
  std::string token = {};
  // PEM file of the authorities to trust. "" = the system's.
  std::string ca_file = {};
};

}  // namespace lake
