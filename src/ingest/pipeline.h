// source → decode, prove, extract → check → commit:
//
//   Pipeline pipeline({source, sink, tables, network, SystemClock()}, options, observer);
//   const Status status = pipeline.Run(stop);
//   ... pipeline.totals() ...
//
// Ledgers the lake already has are not fetched again, so the same command may be run any number of
// times; where it has them in some tables only, the others are filled. Whatever goes wrong, every
// ledger before the fault is committed, the faulty one is not, and the error names it. Stopping
// commits the batch in hand. One thread; the extraction has its own.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/retry.h"
#include "extract/extraction.h"
#include "ingest/blamed_sink.h"
#include "ingest/committer.h"
#include "ingest/ingest_run.h"
#include "ingest/sink_watch.h"

namespace lake {

class Pipeline {
 public:
  // What `run` refers to and `observer` outlive the pipeline.
  Pipeline(const IngestRun& run, const IngestOptions& options, IngestObserver& observer);

  // Fills what the sink lacks of the range from the source, each table what it lacks itself, and,
  // when the range is open-ended, follows. Success when the range is complete or a stop was
  // requested. Called once.
  Status Run(const std::stop_token& stop);
  // What was done, also by a run that failed.
  const IngestTotals& totals() const { return totals_; }
  // Where the fault lies that Run ended with.
  RunPart part_at_fault() const { return sink_.failed() ? RunPart::kStore : RunPart::kSource; }

 private:
  // Tables that lack the same ledgers, and what fills them.
  struct Lane {
    Lane(const IngestRun& run, TableSet set, const IngestOptions& options, IngestObserver& observer,
         IngestTotals& totals);
    const TableSet tables;
    const IngestRun run;
    RowsPool pool;
    Committer committer;
  };
  // How long to wait for the next ledger, and for what.
  struct Pause {
    std::optional<std::int64_t> ms;  // nothing: until it comes
    bool looks;                      // then look at the sink; else commit
  };

  Status Plan();
  bool Outlasts(const Status& fault) const;
  Status PlanAgain(Status fault, const std::stop_token& stop);
  void TellWhereItResumes();
  Status RunRanges(const std::stop_token& stop);
  void OpenLane(const std::vector<std::string>& names);
  std::optional<Committer::Link> LinkBefore(std::uint32_t first) const;
  Status RunRange(LedgerRange range, const std::stop_token& stop);
  Status TakeIn(ExtractedLedger ledger);
  Pause NextPause(bool following);

  BlamedSink sink_;
  const IngestRun run_;  // into sink_
  const IngestOptions options_;
  IngestObserver& observer_;
  IngestTotals totals_;
  SinkWatch watch_;
  Retry retry_;
  Coverage coverage_;             // of the sink
  std::vector<Stretch> missing_;  // what it lacks of the range
  std::unique_ptr<Lane> lane_;    // of the stretch that is filled
  std::uint32_t held_ = 0;        // the newest ledger of the sink when it was opened; 0 = none
};

}  // namespace lake
