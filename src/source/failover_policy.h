// When another of several sources is read instead. A plain value.
#pragma once

#include <cstdint>

namespace lake {

struct FailoverPolicy {
  std::uint32_t max_lag_ledgers = 10;  // further behind the best one = not fit to be read
  std::uint32_t stall_ms = 30'000;     // waited for a ledger that another one has
  std::uint32_t recovery_ms = 30'000;  // well for so long before it is preferred again
  std::uint32_t retry_ms = 1'000;      // after a failure, doubling up to the next
  std::uint32_t retry_max_ms = 60'000;
  std::uint32_t quarantine_ms = 600'000;  // after a ledger whose proof failed
};

}  // namespace lake
