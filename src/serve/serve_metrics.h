// What the server counts of what it sends. Thread-safe.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/result.h"

namespace lake {

struct ServeTotals {
  std::uint64_t ledgers = 0;   // sent, by either call
  std::uint64_t failures = 0;  // calls that ended with an error of the source
};
// Of the process.
ServeTotals ServedSoFar();

// One ledger on its way to a client; `call` is "stream" or "range".
void CountServed(std::string_view call, std::uint64_t bytes);
// A call that ended with an error of the source; a stop is none.
void CountServeFailure(const Error& error);

}  // namespace lake
