// Collects ledgers into batches, proves the chain between them, checks quality and commits.
// Internal to ingest/; one thread.
#pragma once

#include <optional>

#include "base/metrics.h"
#include "ingest/ingest_run.h"
#include "quality/checks.h"

namespace lake {

class Committer {
 public:
  // Everything passed by reference outlives the committer.
  Committer(const IngestRun& run, const IngestOptions& options, RowsPool& pool,
            IngestObserver& observer, IngestTotals& totals);

  // A ledger that another may follow.
  struct Link {
    std::uint32_t sequence;
    Hash256 hash;
  };
  // The next ledger begins a run, behind the ledger that the sink holds before it, if it is known.
  void StartRun(std::optional<Link> before = {}) { previous_ = before; }
  // Adds the next ledger and commits when the batch is full. kDataLoss when it does not follow its
  // predecessor.
  Status Add(ExtractedLedger extracted);
  // Commits what has been collected.
  Status Flush();
  // A ledger that could not be extracted: its error, unless it is of a kind that this version does
  // not know, follows its predecessor and is to be kept aside. Nothing may be collected.
  Status Refuse(ExtractedLedger& ledger);
  // Forgets what has been collected and not committed.
  void Drop();

  bool empty() const { return batch_.ledgers.empty(); }
  // Until what has been collected is due, in ms; nothing when it may wait.
  std::optional<std::int64_t> DueInMs() const { return policy_.DueInMs(clock_.MonotonicMicros()); }
  const IngestTotals& totals() const { return totals_; }

 private:
  bool SameEra(const LedgerRows& ledger) const;
  Status HandOver();
  Status Commit();
  std::vector<QualityResult> Check();
  void Count(const CommitReport& report, const std::vector<QualityResult>& quality);

  Sink& sink_;
  const IngestOptions& options_;
  RowsPool& pool_;
  Clock& clock_;
  IngestObserver& observer_;
  IngestTotals& totals_;
  Gauge& batch_ledgers_;
  QualityChecks checks_;
  FlushPolicy policy_;
  Batch batch_;
  std::size_t taken_ = 0;         // ledgers of the batch whose rows the sink has taken
  LedgerFaults faults_;           // of the batch
  std::optional<Link> previous_;  // the ledger before the next one
};

}  // namespace lake
