// A Sink that remembers what was committed and kept aside, and fails when a test says so. A failed
// commit leaves nothing.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "lineage/batch_rows.h"
#include "sink/sink.h"

namespace lake::testing {

class MemorySink : public Sink {
 public:
  // The next `times` commits fail with this error.
  void FailCommits(Error error, int times = 1) {
    error_ = std::move(error);
    failures_ = times;
  }

  Result<Coverage> Open() override {
    ++opens_;
    return coverage_;
  }
  Result<CommitReport> Commit(const Batch& batch,
                              const std::vector<QualityResult>& quality) override {
    if (failures_ > 0) {
      --failures_;
      return error_;
    }
    CommitReport report;
    for (std::size_t i = 0; i < batch.tables->size(); ++i) {
      report.rows += batch.rows(i);
      digests_[std::string((*batch.tables)[i]->spec->name)].Add(batch.digest(i));
    }
    std::erase_if(quarantine_, [&batch](const auto& ledger) {
      return batch.first() <= ledger.first && ledger.first <= batch.last();
    });
    const BatchRecord record = RecordOf(batch, {}, {});
    covered_.push_back(record.range);
    coverage_.Add(record.range, record.tables);
    *covered_to_ = batch.last();
    quality_.insert(quality_.end(), quality.begin(), quality.end());
    batch_sizes_.push_back(batch.ledgers.size());
    return report;
  }
  Status Quarantine(const QuarantinedLedger& ledger) override {
    if (failures_ > 0) {
      --failures_;
      return error_;
    }
    quarantine_.emplace(ledger.header.sequence, ledger.reason);
    return {};
  }
  Status Check() override {
    ++checks_;
    return check_status_;
  }
  Result<std::optional<std::int64_t>> CloseTime(std::uint32_t sequence) override {
    return std::optional<std::int64_t>(1'000'000 + sequence);
  }
  Status Close() override { return {}; }

  // What every look at the store gives.
  void FailChecks(Status status) { check_status_ = std::move(status); }

  const std::vector<CoveredRange>& covered() const { return covered_; }
  const Coverage& coverage() const { return coverage_; }
  // The last ledger of the last commit, for any thread.
  std::uint32_t covered_to() const { return *covered_to_; }
  const std::vector<std::size_t>& batch_sizes() const { return batch_sizes_; }
  const std::vector<QualityResult>& quality() const { return quality_; }
  const std::map<std::string, RowDigest>& digests() const { return digests_; }
  // Reasons by ledger.
  const std::map<std::uint32_t, std::string>& quarantine() const { return quarantine_; }
  int opens() const { return opens_; }
  int checks() const { return checks_; }

 private:
  std::vector<CoveredRange> covered_;
  Coverage coverage_;
  std::shared_ptr<std::atomic<std::uint32_t>> covered_to_ =
      std::make_shared<std::atomic<std::uint32_t>>(0);
  std::vector<std::size_t> batch_sizes_;
  std::vector<QualityResult> quality_;
  std::map<std::string, RowDigest> digests_;
  std::map<std::uint32_t, std::string> quarantine_;
  Error error_{Code::kInternal, ""};
  int failures_ = 0;
  int opens_ = 0;
  int checks_ = 0;
  Status check_status_;
};

}  // namespace lake::testing
