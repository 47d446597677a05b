#include "ingest/committer.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "base/log.h"
#include "base/stage_timer.h"
#include "lineage/era.h"

namespace lake {

Committer::Committer(const IngestRun& run, const IngestOptions& options, RowsPool& pool,
                     IngestObserver& observer, IngestTotals& totals)
    : sink_(run.sink),
      options_(options),
      pool_(pool),
      clock_(run.clock),
      observer_(observer),
      totals_(totals),
      batch_ledgers_(GaugeOf(MetricId::kIngestBatchLedgers)),
      checks_(run.tables),
      policy_(options.flush) {
  batch_.tables = &run.tables;
}

Status Committer::Add(ExtractedLedger extracted) {
  std::unique_ptr<LedgerRows> ledger = std::move(extracted.rows);
  const bool gap = previous_ && ledger->sequence != previous_->sequence + 1;
  if (previous_ && !(gap && options_.allow_gaps)) {
    Status link =
        ProveLink(ledger->sequence, ledger->previous_hash, previous_->sequence, previous_->hash);
    if (options_.extraction.verify == VerifyLevel::kOff && !gap) link = {};
    if (!link.ok()) {
      TRY(Flush());
      return std::move(link).Context(fmt::format("ledger {}", ledger->sequence));
    }
  }
  // A batch has no holes, and belongs to one era.
  if (gap || !SameEra(*ledger)) TRY(Flush());
  previous_ = Link{ledger->sequence, ledger->hash};
  observer_.OnLedger(*ledger);
  policy_.Add(*ledger, clock_.MonotonicMicros());
  batch_.ledgers.push_back(std::move(ledger));
  AddFaults(faults_, extracted.faults);
  batch_ledgers_.Set(static_cast<double>(batch_.ledgers.size()));
  if (policy_.PieceFull()) TRY(HandOver());
  return policy_.Full() ? Commit() : Status();
}

// Rows that the sink takes now are dropped: a batch may be larger than what memory holds.
Status Committer::HandOver() {
  TRY_ASSIGN(const std::optional<TakenRows> taken, sink_.Take(batch_, taken_));
  if (!taken) return {};
  {
    const StageTimer timer(Stage::kCheck);
    checks_.Look(batch_, faults_);
  }
  for (; taken_ < batch_.ledgers.size(); ++taken_) {
    auto rows = std::exchange(batch_.ledgers[taken_], batch_.ledgers[taken_]->WithoutRows());
    pool_.Give(std::move(rows));
  }
  policy_.Written(taken->file_bytes);
  return {};
}

bool Committer::SameEra(const LedgerRows& ledger) const {
  return batch_.ledgers.empty() ||
         EraIdOf(batch_.ledgers.back()->protocol) == EraIdOf(ledger.protocol);
}

Status Committer::Flush() { return batch_.ledgers.empty() ? Status() : Commit(); }

std::vector<QualityResult> Committer::Check() {
  const StageTimer timer(Stage::kCheck);
  return checks_.Run(batch_, faults_);
}

Status Committer::Commit() {
  const std::vector<QualityResult> quality = Check();
  for (const QualityResult& check : quality) {
    if (check.passed) continue;
    const auto text =
        fmt::format("quality check {} of {} failed for ledgers {}..{}: {}", check.check_name,
                    check.dataset, batch_.first(), batch_.last(), check.details);
    // What legitimate ledgers can fail is worth a look at the end, not a line for every batch.
    check.warn_only ? LogDebug("{}", text) : LogWarn("{}", text);
  }
  TRY_ASSIGN(const CommitReport report, sink_.Commit(batch_, quality));
  Count(report, quality);
  observer_.OnCommit(batch_, report, totals_);
  Drop();
  return {};
}

void Committer::Count(const CommitReport& report, const std::vector<QualityResult>& quality) {
  totals_.ledgers += batch_.ledgers.size();
  totals_.rows += report.rows;
  totals_.bytes_written += report.bytes_written;
  ++totals_.commits;
  for (const auto& ledger : batch_.ledgers) {
    totals_.raw_bytes += ledger->raw_bytes;
    totals_.transactions += ledger->transactions;
  }
  std::set<std::string> warned;  // one check may be of several tables
  for (const QualityResult& check : quality) {
    const char* outcome = check.passed ? "passed" : check.warn_only ? "warned" : "failed";
    CounterOf(MetricId::kQualityChecks, {outcome}).Add();
    if (check.passed) continue;
    CounterOf(MetricId::kQualityFailures, {check.check_name, check.warn_only ? "warn" : "error"})
        .Add();
    if (!check.warn_only) ++totals_.quality_failures;
    if (check.warn_only) warned.emplace(check.check_name);
  }
  for (const std::string& check : warned) ++totals_.quality_warnings[check];
  if (totals_.first == 0) totals_.first = batch_.first();
  totals_.last = batch_.last();
}

Status Committer::Refuse(ExtractedLedger& ledger) {
  if (options_.on_unknown != OnUnknown::kKeepAside) return std::move(ledger.status);
  const auto header = ProveUnknown(ledger.raw.xdr);
  // It is damaged, or nobody can say that it is not.
  if (!header.ok() || header->sequence != ledger.raw.sequence) return std::move(ledger.status);
  if (previous_ && !(options_.allow_gaps && header->sequence != previous_->sequence + 1)) {
    TRY(ProveLink(header->sequence, header->previous_hash, previous_->sequence, previous_->hash)
            .Context(fmt::format("ledger {}", header->sequence)));
  }
  const std::string& reason = ledger.status.error().message;
  TRY(sink_.Quarantine({*header, reason, ledger.raw.origin, ledger.raw.xdr}));
  LogWarn("kept aside: {}", reason);
  if (header->sequence > totals_.last_quarantined) {
    ++totals_.quarantined;
    totals_.last_quarantined = header->sequence;
    observer_.OnQuarantine(header->sequence);
  }
  previous_ = Link{header->sequence, header->hash};
  return {};
}

void Committer::Drop() {
  if (taken_ > 0) sink_.Forget();
  for (std::size_t i = taken_; i < batch_.ledgers.size(); ++i) {
    pool_.Give(std::move(batch_.ledgers[i]));
  }
  taken_ = 0;
  checks_.Forget();
  batch_.ledgers.clear();
  faults_.clear();
  batch_ledgers_.Set(0);
  policy_.Clear();
}

}  // namespace lake
