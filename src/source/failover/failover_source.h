// Several sources of the same ledgers, in order of preference, as one. Reads the most preferred one
// that is fit; goes to the next when it is down, behind the others, stalls, or serves a ledger that
// the caller's proof refuses; comes back when a preferred one has been well for a while. Each
// change is one line in the log, a metric, and told to the observer.
//
// A ledger is given once and in order whatever is switched. Errors of Next: kDataLoss when every
// source fails to give the ledger whole and proved (the message has each one's reason),
// kUnavailable when none works and first_rounds_max is used up. Probes run on threads of their own.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "source/failover/failover_board.h"
#include "source/ledger_source.h"
#include "source/source_observer.h"

namespace lake {

struct FailoverMember {
  std::string name;
  // Makes a fresh source; called again after every failure, and for probes. Its own retries should
  // be few: what it gives up on, another member may have.
  std::function<Result<std::unique_ptr<LedgerSource>>()> open;
};

struct FailoverOptions {
  FailoverPolicy policy = {};
  std::uint32_t probe_interval_ms = 5'000;
  // Times that every member may fail in a row before the first ledger; 0 = try for ever.
  std::uint32_t first_rounds_max = 3;
  // As in SourceOptions, where no member has a ledger.
  std::uint32_t gap_wait_ms = 0;
  bool awaits_first = false;
  // Null = none. Called in order; again for the same ledger after it was refused, with another
  // source's bytes. May add what it found.
  std::function<Status(RawLedger&)> verify = {};
  SourceObserver* observer = nullptr;
  Clock* clock = nullptr;  // null = SystemClock()
};

// Requires: at least one member.
std::unique_ptr<LedgerSource> MakeFailoverSource(std::vector<FailoverMember> members,
                                                 FailoverOptions options);

}  // namespace lake
