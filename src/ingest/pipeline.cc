#include "ingest/pipeline.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/log.h"
#include "ingest/committer.h"
#include "ingest/plan.h"
#include "ingest/sink_watch.h"

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

std::uint64_t CountLedgers(const std::vector<LedgerRange>& ranges) {
  std::uint64_t count = 0;
  for (const LedgerRange& range : ranges) {
    if (range.last) count += std::uint64_t{*range.last} - range.first + 1;
  }
  return count;
}

// Where the ledgers of a run come from and go to.
class Pipeline {
 public:
  Pipeline(LedgerSource& source, Sink& sink, const TableSet& tables, const Network& network,
           const IngestOptions& options, Clock& clock)
      : source_(source),
        sink_(sink),
        tables_(tables),
        network_(network),
        options_(options),
        clock_(clock),
        pool_(tables),
        watch_(sink, options, clock) {}

  Status Run(std::stop_token stop, IngestObserver& observer, IngestTotals& totals) {
    Committer committer(sink_, tables_, options_, pool_, clock_, observer, totals);
    TRY_ASSIGN(std::vector<LedgerRange> missing, Plan());
    observer.OnPlan(CountLedgers(missing), !options_.range.last);
    if (!options_.range.last) Resume(observer);
    Backoff backoff(options_.retry.backoff, options_.retry.seed);
    for (int attempt = 1;; ++attempt) {
      const std::uint64_t before = totals.ledgers;
      Status status = RunRanges(missing, committer, stop);
      if (status.ok() || !IsRetryable(status.error().code) || stop.stop_requested()) return status;
      if (totals.ledgers > before) {
        attempt = 1;
        backoff.Reset();
      }
      // A fault that may pass interrupts the run. It goes on with what the sink lacks then: only
      // the sink knows what became of the last commit.
      for (committer.Drop();; ++attempt) {
        if (attempt >= options_.retry.attempts_max) {
          return std::move(status).Context(fmt::format("after {} attempts", attempt));
        }
        observer.OnRetry(status.error(), attempt);
        if (!clock_.SleepFor(backoff.NextDelayMs() * 1000, stop)) return {};
        auto plan = Plan();
        if (plan.ok()) {
          missing = *std::move(plan);
          break;
        }
        status = std::move(plan).status();
        if (!IsRetryable(status.error().code)) return status;
      }
    }
  }

 private:
  // What the sink lacks of the range, as far as the source is to be asked for it.
  Result<std::vector<LedgerRange>> Plan() {
    TRY_ASSIGN(const std::vector<CoveredRange> covered, sink_.Open());
    held_ = covered.empty() ? 0 : std::ranges::max(covered, {}, &CoveredRange::last).last;
    std::vector<LedgerRange> missing = MissingRanges(options_.range, JoinTouching(covered));
    if (!options_.allow_gaps || !options_.range.last) return missing;
    TRY_ASSIGN(const SourceExtent extent, source_.Extent());
    // A place that cannot be listed may not know what it has.
    if (!extent.exact && extent.ranges.empty()) return missing;
    return HeldRanges(missing, extent.ranges);
  }

  // So that it is known how far behind the run is also before its first commit.
  void Resume(IngestObserver& observer) {
    if (held_ == 0) return;
    const auto close_time = sink_.CloseTime(held_);
    if (!close_time.ok()) {
      LogWarn("how late ledger {} is, is not known before the next commit: {}", held_,
              close_time.status().error().message);
    }
    observer.OnResume(held_, close_time.ok() ? *close_time : std::nullopt);
  }

  Status RunRanges(const std::vector<LedgerRange>& ranges, Committer& committer,
                   const std::stop_token& stop) {
    for (const LedgerRange& range : ranges) {
      if (stop.stop_requested()) break;
      TRY(RunRange(range, committer, stop));
    }
    return {};
  }

  // One run of ledgers without a hole, in order, until its end, a stop or a fault.
  Status RunRange(LedgerRange range, Committer& committer, const std::stop_token& stop) {
    TRY(source_.Seek(range));
    Extraction extraction(source_, tables_, network_, options_.extraction, pool_, clock_);
    TRY(extraction.Start());
    committer.StartRun();
    const std::stop_callback wake(stop, [this] { source_.Stop(); });
    for (;;) {
      const auto due = PatienceMs(committer, options_, !range.last);
      std::optional<std::int64_t> look;
      if (!range.last) look = watch_.DueInMs(committer.totals());
      const bool looks = look && (!due || *look < *due);
      auto [outcome, ledger] = extraction.Next(looks ? look : due, stop);
      if (outcome == Outcome::kItem) {
        if (ledger->status.ok()) {
          TRY(committer.Add(std::move(ledger->rows), ledger->faults));
        } else {
          if (stop.stop_requested() && ledger->status.error().code == Code::kCancelled) break;
          TRY(committer.Flush());
          TRY(committer.Refuse(*ledger));
        }
      } else if (outcome == Outcome::kTimeout && looks) {
        watch_.Look(committer.observer());
      } else {
        TRY(committer.Flush());
        if (outcome == Outcome::kFailed) return extraction.failure();
        if (outcome != Outcome::kTimeout) break;
      }
    }
    return committer.Flush();
  }

  LedgerSource& source_;
  Sink& sink_;
  const TableSet& tables_;
  const Network& network_;
  const IngestOptions& options_;
  Clock& clock_;
  RowsPool pool_;
  SinkWatch watch_;
  std::uint32_t held_ = 0;  // the newest ledger that the sink held when it was opened; 0 = none
};

}  // namespace

Status Ingest(LedgerSource& source, Sink& sink, const TableSet& tables, const Network& network,
              const IngestOptions& options, Clock& clock, std::stop_token stop,
              IngestObserver& observer, IngestTotals& totals) {
  return Pipeline(source, sink, tables, network, options, clock)
      .Run(std::move(stop), observer, totals);
}

}  // namespace lake
