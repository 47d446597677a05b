#include "ingest/pipeline.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/log.h"

namespace lake {
namespace {

std::uint64_t CountLedgers(const std::vector<Stretch>& stretches) {
  LedgerSet ledgers;
  for (const Stretch& stretch : stretches) {
    if (stretch.range.last) ledgers.Add(LedgerSet(stretch.range));
  }
  return ledgers.count();
}

// The parts of the stretches that a source holds.
std::vector<Stretch> PartsIn(const LedgerSet& held, const std::vector<Stretch>& stretches) {
  std::vector<Stretch> parts;
  for (const Stretch& stretch : stretches) {
    for (const LedgerSpan& part : held.Within(stretch.range).ranges()) {
      parts.push_back({{part.first, part.last}, stretch.tables});
    }
  }
  return parts;
}

TableSet Named(const TableSet& tables, const std::vector<std::string>& names) {
  TableSet named;
  for (const Table* table : tables) {
    if (std::ranges::find(names, table->spec->name) != names.end()) named.push_back(table);
  }
  return named;
}

// The stop came while the source was waiting.
bool WasStopped(const ExtractedLedger& ledger, const std::stop_token& stop) {
  return stop.stop_requested() && !ledger.status.ok() &&
         ledger.status.error().code == Code::kCancelled;
}

}  // namespace

Pipeline::Lane::Lane(const IngestRun& whole, TableSet set, const IngestOptions& options,
                     IngestObserver& observer, IngestTotals& totals)
    : tables(std::move(set)),
      run{whole.source, whole.sink, tables, whole.network, whole.clock},
      pool(tables),
      committer(run, options, pool, observer, totals) {}

Pipeline::Pipeline(const IngestRun& run, const IngestOptions& options, IngestObserver& observer)
    : sink_(run.sink),
      run_{run.source, sink_, run.tables, run.network, run.clock},
      options_(options),
      observer_(observer),
      watch_(run.sink, options.check_every_ms, run.clock),
      retry_(options.retry, run.clock) {}

Status Pipeline::Run(const std::stop_token& stop) {
  TRY(Plan());
  const bool follows = !options_.range.last;
  observer_.OnPlan(CountLedgers(missing_), follows);
  if (follows) TellWhereItResumes();
  for (;;) {
    const std::uint64_t before = totals().ledgers;
    Status status = RunRanges(stop);
    if (status.ok() || stop.stop_requested()) return status;
    if (totals().ledgers > before) retry_.Reset();
    if (lane_) lane_->committer.Drop();
    TRY(PlanAgain(std::move(status), stop));
  }
}

Status Pipeline::RunRanges(const std::stop_token& stop) {
  for (const Stretch& stretch : missing_) {
    if (stop.stop_requested()) break;
    OpenLane(stretch.tables);
    TRY(RunRange(stretch.range, stop));
  }
  return {};
}

void Pipeline::OpenLane(const std::vector<std::string>& names) {
  TableSet tables = Named(run_.tables, names);
  if (lane_ && lane_->tables == tables) return;
  lane_.reset();
  lane_ = std::make_unique<Lane>(run_, std::move(tables), options_, observer_, totals_);
}

// The ledger that the sink holds before a range.
std::optional<Committer::Link> Pipeline::LinkBefore(std::uint32_t first) const {
  if (first == 0) return std::nullopt;
  const auto hash = coverage_.BorderHash(first - 1);
  return hash ? std::optional(Committer::Link{first - 1, *hash}) : std::nullopt;
}

// One run of ledgers without a hole, in order, until its end, a stop or a fault.
Status Pipeline::RunRange(LedgerRange range, const std::stop_token& stop) {
  using Outcome = Extraction::Outcome;
  TRY(run_.source.Seek(range));
  Extraction extraction(run_.source, lane_->pool, run_.network, options_.extraction, run_.clock);
  TRY(extraction.Start());
  lane_->committer.StartRun(LinkBefore(range.first));
  const std::stop_callback wake(stop, [this] { run_.source.Stop(); });
  for (;;) {
    const Pause pause = NextPause(!range.last);
    auto [outcome, ledger] = extraction.Next(pause.ms, stop);
    switch (outcome) {
      case Outcome::kItem:
        if (WasStopped(*ledger, stop)) return lane_->committer.Flush();
        TRY(TakeIn(*std::move(ledger)));
        break;
      case Outcome::kTimeout:
        if (pause.looks) {
          watch_.Look(observer_);
        } else {
          TRY(lane_->committer.Flush());
        }
        break;
      case Outcome::kFailed:
        TRY(lane_->committer.Flush());
        return extraction.failure();
      case Outcome::kEnd:
      case Outcome::kStopped:
        return lane_->committer.Flush();
    }
  }
}

// Into the batch. One that could not be extracted ends the batch before it.
Status Pipeline::TakeIn(ExtractedLedger ledger) {
  if (ledger.status.ok()) return lane_->committer.Add(std::move(ledger));
  TRY(lane_->committer.Flush());
  return lane_->committer.Refuse(ledger);
}

// At the tip with no interval set, a batch is due as soon as nothing more is ready.
Pipeline::Pause Pipeline::NextPause(bool following) {
  std::optional<std::int64_t> due = lane_->committer.DueInMs();
  if (!following) return {due, false};
  if (options_.between_commits && lane_->committer.empty() && options_.between_commits()) {
    return {0, false};  // what has come meanwhile, then more of it
  }
  if (options_.flush.interval_ms == 0 && !lane_->committer.empty()) due = 0;
  const std::int64_t look = watch_.DueInMs(totals());
  if (due && *due <= look) return {due, false};
  return {look, true};
}

// What the sink lacks of the range, as far as the source is to be asked for it.
Status Pipeline::Plan() {
  TRY_ASSIGN(coverage_, run_.sink.Open());
  const std::vector<std::string> names = TableNames(run_.tables);
  const LedgerSet held = coverage_.HeldByAll(names);
  held_ = held.empty() ? 0 : held.last();
  missing_ = coverage_.Missing(options_.range, names);
  if (!options_.allow_gaps || !options_.range.last) return {};
  TRY_ASSIGN(const SourceExtent extent, run_.source.Extent());
  // A place that cannot be listed may not know what it has.
  if (extent.exact || !extent.ledgers.empty()) missing_ = PartsIn(extent.ledgers, missing_);
  return {};
}

bool Pipeline::Outlasts(const Status& fault) const {
  if (!options_.outlast_sink || options_.range.last || !sink_.failed()) return false;
  const Code code = fault.error().code;
  return code == Code::kUnavailable || code == Code::kResourceExhausted;
}

// A fault that may pass interrupts the run. It goes on with what the sink lacks then: only the sink
// knows what became of the last commit. Success also when a stop ends the wait.
Status Pipeline::PlanAgain(Status fault, const std::stop_token& stop) {
  while (!fault.ok()) {
    TRY(retry_.Failed(fault.error(), Outlasts(fault)));
    observer_.OnRetry(fault.error(), retry_.failures(), part_at_fault());
    if (!retry_.Wait(stop)) return {};
    fault = Plan();
  }
  return {};
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
