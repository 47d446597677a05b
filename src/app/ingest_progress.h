// Shows an ingest to a person: progress while it runs, the sentences before and after.
#pragma once

#include <optional>

#include "app/progress.h"
#include "ingest/ingest_run.h"

namespace lake {

class IngestProgress : public IngestObserver {
 public:
  // `style` as in --progress.
  explicit IngestProgress(std::string style) : style_(std::move(style)) {}

  // No more than these will come, whatever the plan says: RunSetup::ledgers_present.
  void LimitTo(std::optional<std::uint64_t> ledgers) { ledgers_max_ = ledgers; }

  // The run is many chains, one to a file: progress is told in files.
  void OverFiles(std::uint64_t files);
  void OnFile();

  void OnPlan(std::uint64_t ledgers_to_fetch, bool open_ended) override;
  void OnLedger(const LedgerRows& ledger) override;
  void OnCommit(const Batch& batch, const CommitReport& report,
                const IngestTotals& totals) override;
  void OnRetry(const Error& error, int attempt, RunPart part) override;
  void Finish();

  std::uint64_t planned() const { return planned_; }

 private:
  std::string style_;
  std::optional<std::uint64_t> ledgers_max_;
  std::optional<Progress> progress_;
  std::uint64_t files_ = 0;  // 0 = one chain
  ProgressCounts done_;      // committed
  ProgressCounts seen_;      // extracted
  std::uint64_t planned_ = 0;
};

// "committed 59,912,001 … 59,913,000   5,912,114 rows   338 MiB   2 commits   chain proved, 0
// quality failures"
std::string IngestSentence(const IngestTotals& totals, VerifyLevel verify);

}  // namespace lake
