#include "ingest/pipeline.h"

#include <fmt/format.h>

#include "ingest/committer.h"
#include "ingest/plan.h"

namespace lake {
namespace {

using Outcome = OrderedResults<ExtractedLedger>::Outcome;

// At the tip with no interval set, a batch is due as soon as nothing more is ready.
std::optional<std::int64_t> PatienceMs(const Committer& committer, const IngestOptions& options,
                                       bool following) {
  if (committer.empty()) return std::nullopt;
  if (following && options.flush.interval_ms == 0) return 0;
  return committer.DueInMs();
}

// One run of ledgers without a hole, in order, until its end, a stop or a fault.
Status IngestRun(LedgerSource& source, LedgerRange run, const TableSet& tables,
                 const Network& network, const IngestOptions& options, RowsPool& pool, Clock& clock,
                 std::stop_token stop, Committer& committer) {
  TRY(source.Seek(run));
  Extraction extraction(source, tables, network, options.extraction, pool, clock);
  committer.StartRun();
  const std::stop_callback wake(stop, [&source] { source.Stop(); });
  for (;;) {
    auto [outcome, ledger] = extraction.Next(PatienceMs(committer, options, !run.last), stop);
    if (outcome == Outcome::kItem) {
      if (ledger->status.ok()) {
        TRY(committer.Add(std::move(ledger->rows), ledger->faults));
      } else {
        if (stop.stop_requested() && ledger->status.error().code == Code::kCancelled) break;
        TRY(committer.Flush());
        TRY(committer.Refuse(*ledger));
      }
    } else {
      TRY(committer.Flush());
      if (outcome != Outcome::kTimeout) break;
    }
  }
  return committer.Flush();
}

// A fault that may pass interrupts a run; it goes on behind the last ledger that was committed.
Status IngestRange(LedgerSource& source, Sink& sink, LedgerRange wanted, const TableSet& tables,
                   const Network& network, const IngestOptions& options, RowsPool& pool,
                   Clock& clock, std::stop_token stop, Committer& committer,
                   IngestObserver& observer) {
  Backoff backoff(options.retry.backoff, options.retry.seed);
  int attempt = 0;
  for (;;) {
    const std::uint64_t before = committer.totals().ledgers;
    Status status =
        IngestRun(source, wanted, tables, network, options, pool, clock, stop, committer);
    if (status.ok() || !IsRetryable(status.error().code) || stop.stop_requested()) return status;
    if (committer.totals().ledgers > before) {
      attempt = 0;
      backoff.Reset();
      wanted.first = committer.totals().last + 1;
    }
    if (++attempt >= options.retry.attempts_max) {
      return std::move(status).Context(fmt::format("after {} attempts", attempt));
    }
    observer.OnRetry(status.error(), attempt);
    committer.Drop();
    if (!clock.SleepFor(backoff.NextDelayMs() * 1000, stop)) return {};
    TRY(sink.Open().status());
  }
}

std::uint64_t CountLedgers(const std::vector<LedgerRange>& ranges) {
  std::uint64_t count = 0;
  for (const LedgerRange& range : ranges) {
    if (range.last) count += std::uint64_t{*range.last} - range.first + 1;
  }
  return count;
}

}  // namespace

Status Ingest(LedgerSource& source, Sink& sink, const TableSet& tables, const Network& network,
              const IngestOptions& options, Clock& clock, std::stop_token stop,
              IngestObserver& observer, IngestTotals& totals) {
  TRY_ASSIGN(const std::vector<CoveredRange> covered, sink.Open());
  std::vector<LedgerRange> missing = MissingRanges(options.range, JoinTouching(covered));
  if (options.allow_gaps && options.range.last) {
    TRY_ASSIGN(const SourceExtent extent, source.Extent());
    missing = HeldRanges(missing, extent.ranges);
  }
  observer.OnPlan(CountLedgers(missing), !options.range.last);
  RowsPool pool(tables);
  Committer committer(sink, tables, options, pool, clock, observer, totals);
  for (const LedgerRange& run : missing) {
    if (stop.stop_requested()) break;
    TRY(IngestRange(source, sink, run, tables, network, options, pool, clock, stop, committer,
                    observer));
  }
  return {};
}

}  // namespace lake
