#include "ingest/pipeline.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/log.h"
#include "ingest/plan.h"

namespace lake {
namespace {

std::uint64_t CountLedgers(const std::vector<LedgerRange>& ranges) {
  std::uint64_t count = 0;
  for (const LedgerRange& range : ranges) {
    if (range.last) count += std::uint64_t{*range.last} - range.first + 1;
  }
  return count;
}

// The stop came while the source was waiting.
bool WasStopped(const ExtractedLedger& ledger, const std::stop_token& stop) {
  return stop.stop_requested() && !ledger.status.ok() &&
         ledger.status.error().code == Code::kCancelled;
}

}  // namespace

Pipeline::Pipeline(const IngestRun& run, const IngestOptions& options, IngestObserver& observer)
    : run_(run),
      options_(options),
      observer_(observer),
      pool_(run.tables),
      committer_(run_, options_, pool_, observer),
      watch_(run.sink, options.check_every_ms, run.clock),
      backoff_(options.retry.backoff, options.retry.seed) {}

Status Pipeline::Run(const std::stop_token& stop) {
  TRY(Plan());
  const bool follows = !options_.range.last;
  observer_.OnPlan(CountLedgers(missing_), follows);
  if (follows) TellWhereItResumes();
  for (;;) {
    const std::uint64_t before = totals().ledgers;
    Status status = RunRanges(stop);
    if (status.ok() || !IsRetryable(status.error().code) || stop.stop_requested()) return status;
    if (totals().ledgers > before) {
      attempt_ = 1;
      backoff_.Reset();
    }
    committer_.Drop();
    TRY(PlanAgain(std::move(status), stop));
  }
}

Status Pipeline::RunRanges(const std::stop_token& stop) {
  for (const LedgerRange& range : missing_) {
    if (stop.stop_requested()) break;
    TRY(RunRange(range, stop));
  }
  return {};
}

// One run of ledgers without a hole, in order, until its end, a stop or a fault.
Status Pipeline::RunRange(LedgerRange range, const std::stop_token& stop) {
  using Outcome = Extraction::Outcome;
  TRY(run_.source.Seek(range));
  Extraction extraction(run_.source, pool_, run_.network, options_.extraction, run_.clock);
  TRY(extraction.Start());
  committer_.StartRun();
  const std::stop_callback wake(stop, [this] { run_.source.Stop(); });
  for (;;) {
    const Pause pause = NextPause(!range.last);
    auto [outcome, ledger] = extraction.Next(pause.ms, stop);
    switch (outcome) {
      case Outcome::kItem:
        if (WasStopped(*ledger, stop)) return committer_.Flush();
        TRY(TakeIn(*std::move(ledger)));
        break;
      case Outcome::kTimeout:
        if (pause.looks) {
          watch_.Look(observer_);
        } else {
          TRY(committer_.Flush());
        }
        break;
      case Outcome::kFailed:
        TRY(committer_.Flush());
        return extraction.failure();
      case Outcome::kEnd:
      case Outcome::kStopped:
        return committer_.Flush();
    }
  }
}

// Into the batch. One that could not be extracted ends the batch before it.
Status Pipeline::TakeIn(ExtractedLedger ledger) {
  if (ledger.status.ok()) return committer_.Add(std::move(ledger));
  TRY(committer_.Flush());
  return committer_.Refuse(ledger);
}

// At the tip with no interval set, a batch is due as soon as nothing more is ready.
Pipeline::Pause Pipeline::NextPause(bool following) {
  std::optional<std::int64_t> due = committer_.DueInMs();
  if (!following) return {due, false};
  if (options_.flush.interval_ms == 0 && !committer_.empty()) due = 0;
  const std::int64_t look = watch_.DueInMs(totals());
  if (due && *due <= look) return {due, false};
  return {look, true};
}

// What the sink lacks of the range, as far as the source is to be asked for it.
Status Pipeline::Plan() {
  TRY_ASSIGN(const std::vector<CoveredRange> covered, run_.sink.Open());
  held_ = covered.empty() ? 0 : std::ranges::max(covered, {}, &CoveredRange::last).last;
  missing_ = MissingRanges(options_.range, JoinTouching(covered));
  if (!options_.allow_gaps || !options_.range.last) return {};
  TRY_ASSIGN(const SourceExtent extent, run_.source.Extent());
  // A place that cannot be listed may not know what it has.
  if (extent.exact || !extent.ranges.empty()) missing_ = HeldRanges(missing_, extent.ranges);
  return {};
}

// A fault that may pass interrupts the run. It goes on with what the sink lacks then: only the sink
// knows what became of the last commit. Success also when a stop ends the wait.
Status Pipeline::PlanAgain(Status fault, const std::stop_token& stop) {
  for (; attempt_ < options_.retry.attempts_max; ++attempt_) {
    observer_.OnRetry(fault.error(), attempt_);
    if (!run_.clock.SleepFor(backoff_.NextDelayMs() * 1000, stop)) return {};
    fault = Plan();
    if (fault.ok()) {
      ++attempt_;
      return {};
    }
    if (!IsRetryable(fault.error().code)) return fault;
  }
  return std::move(fault).Context(fmt::format("after {} attempts", attempt_));
}

// So that it is known how far behind the run is also before its first commit.
void Pipeline::TellWhereItResumes() {
  if (held_ == 0) return;
  const auto close_time = run_.sink.CloseTime(held_);
  if (!close_time.ok()) {
    LogWarn("how late ledger {} is, is not known before the next commit: {}", held_,
            close_time.status().error().message);
  }
  observer_.OnResume(held_, close_time.ok() ? *close_time : std::nullopt);
}

}  // namespace lake
