// What a run of the pipeline is given, and what it tells.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/retry.h"
#include "extract/extraction.h"
#include "ingest/flush_policy.h"
#include "sink/sink.h"
#include "source/ledger_source.h"
#include "stellar/network.h"

namespace lake {

// Where the ledgers of a run come from, what is made of them, and where it goes.
struct IngestRun {
  LedgerSource& source;
  Sink& sink;
  const TableSet& tables;
  const Network& network;
  Clock& clock;
};

// What to do with a ledger that holds what this version does not know (stellar/unknown_ledger.h):
// end the run with its error, or keep it aside in the sink and go on behind it.
enum class OnUnknown : std::uint8_t { kStop, kKeepAside };

struct IngestTotals {
  std::uint64_t ledgers = 0;
  std::uint64_t rows = 0;
  std::uint64_t raw_bytes = 0;
  std::uint64_t transactions = 0;
  std::uint64_t commits = 0;
  std::uint64_t bytes_written = 0;
  std::uint64_t quality_failures = 0;
  // Commits in which a check did not hold that valid ledgers can fail, by check.
  std::map<std::string, std::uint64_t> quality_warnings;
  std::uint64_t quarantined = 0;       // ledgers kept aside, also when they were before
  std::uint32_t last_quarantined = 0;  // the highest of them
  std::uint32_t first = 0;             // ledgers committed, 0 = none
  std::uint32_t last = 0;
};

// Where a fault lies.
enum class RunPart : std::uint8_t { kSource, kStore };

// Told about progress from the ingesting thread; keep it quick. By itself it listens to nothing.
class IngestObserver {
 public:
  virtual ~IngestObserver() = default;
  // `ledgers_to_fetch` is a lower bound of an open-ended range.
  virtual void OnPlan(std::uint64_t /*ledgers_to_fetch*/, bool /*open_ended*/) {}
  // At the start of an open-ended run: the newest ledger that the sink holds already, and when it
  // closed (Unix seconds), where that is known.
  virtual void OnResume(std::uint32_t /*sequence*/, std::optional<std::int64_t> /*close_time*/) {}
  // The sink was looked at while nothing came.
  virtual void OnCheck(const Status& /*status*/) {}
  virtual void OnLedger(const LedgerRows& /*extracted*/) {}  // not yet committed
  virtual void OnCommit(const Batch& /*batch*/, const CommitReport& /*report*/,
                        const IngestTotals& /*totals*/) {}
  virtual void OnQuarantine(std::uint32_t /*sequence*/) {}  // kept aside for the first time
  virtual void OnRetry(const Error& /*error*/, int /*attempt*/, RunPart /*part*/) {}
};

struct IngestOptions {
  LedgerRange range;
  ExtractionOptions extraction;
  FlushLimits flush;
  RetryPolicy retry;
  bool allow_gaps = false;
  OnUnknown on_unknown = OnUnknown::kStop;
  // Whether a run that follows waits without end for a sink that is away or full; else `retry` says
  // when it is enough.
  bool outlast_sink = false;
  // How often a run that follows looks at its sink while nothing is committed.
  std::int64_t check_every_ms = 30'000;
  // Work on the sink's store while no batch is in hand, in a run that follows: does a short part of
  // it, if any is due, and says whether there is more.
  std::function<bool()> between_commits{};
};

}  // namespace lake
