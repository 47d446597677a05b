// What the server counts of what it sends, and whose fault it is when a call fails. Thread-safe.
#pragma once

#include <cstdint>
#include <string>
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
// A call that ended with an error before anything was sent, or (`begun`) after. A stop is no
// failure, and neither is a first ledger that the source does not have: that is a wrong wish of
// the client, told at debug with its address.
void NoteFailedCall(const std::string& peer, const Error& error, bool begun);

// What the source as a whole lacks (its folder, its manifest) is its fault; kNotFound would blame
// the client, who may come again.
Error SourceFault(Error error);

}  // namespace lake
