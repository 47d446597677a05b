#include "app/ingest_progress.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/human.h"
#include "base/log.h"

namespace lake {

void IngestProgress::OverFiles(std::uint64_t files) {
  files_ = files;
  ProgressOptions options = TerminalProgress(style_, 0);
  options.files_total = files;
  progress_.emplace(std::move(options));
}

void IngestProgress::OnFile() {
  done_.files = ++seen_.files;
  if (progress_) progress_->Update(done_, seen_);
}

void IngestProgress::OnPlan(std::uint64_t ledgers_to_fetch, bool open_ended) {
  planned_ = std::min(ledgers_to_fetch, ledgers_max_.value_or(ledgers_to_fetch));
  if (files_ == 0) progress_.emplace(TerminalProgress(style_, open_ended ? 0 : planned_));
}

void IngestProgress::OnLedger(const LedgerRows& ledger) {
  ++seen_.ledgers;
  seen_.rows += ledger.row_count();
  seen_.bytes += ledger.raw_bytes;
  if (progress_) progress_->Update(done_, seen_);
}

void IngestProgress::OnCommit(const Batch& batch, const CommitReport& report, const IngestTotals&) {
  done_.ledgers += batch.ledgers.size();
  done_.rows += report.rows;
  for (const auto& ledger : batch.ledgers) done_.bytes += ledger->raw_bytes;
  if (progress_) progress_->Update(done_, seen_);
  LogDebug("committed ledgers {}..{}: {} rows in {:.2f} s", batch.first(), batch.last(),
           report.rows, report.seconds);
}

void IngestProgress::OnRetry(const Error& error, int attempt, RunPart /*part*/) {
  LogWarn("attempt {} failed, trying again: {}", attempt, error.message);
}

void IngestProgress::Finish() {
  if (progress_) progress_->Finish();
}

namespace {

// What valid ledgers can fail is no failure, and worth one look.
std::string WarningsText(const IngestTotals& totals) {
  std::string text;
  for (const auto& [check, commits] : totals.quality_warnings) {
    text += fmt::format(
        "note: {} did not hold in {}, as it may for valid ledgers; _meta_quality "
        "has each\n",
        check, FormatCount(commits, "commit"));
  }
  return text;
}

}  // namespace

std::string IngestSentence(const IngestTotals& totals, VerifyLevel verify) {
  std::string aside;
  if (totals.quarantined > 0) {
    aside = fmt::format(
        "kept aside {} that this version does not know; `stellarlake gaps` tells more\n",
        FormatCount(totals.quarantined, "ledger"));
  }
  if (totals.commits == 0) {
    return aside.empty() ? "nothing to do: the lake has these ledgers\n" : aside;
  }
  const std::string_view proof = verify == VerifyLevel::kOff ? "chain not proved" : "chain proved";
  std::string written;
  if (totals.bytes_written > 0) written = fmt::format("   {}", FormatBytes(totals.bytes_written));
  return fmt::format("committed {} … {}   {}   {}{}   {}   {}, {}\n", FormatCount(totals.first),
                     FormatCount(totals.last), FormatCount(totals.ledgers, "ledger"),
                     FormatCount(totals.rows, "row"), written,
                     FormatCount(totals.commits, "commit"), proof,
                     FormatCount(totals.quality_failures, "quality failure")) +
         WarningsText(totals) + aside;
}

}  // namespace lake
