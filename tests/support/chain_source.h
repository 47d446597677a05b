// A LedgerSource over ledgers a test has built: bounded, in memory, with holes and faults where the
// test wants them. Ends at the end of its ledgers; waits only where a test makes it wait.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "source/ledger_source.h"
#include "support/built_ledger.h"

namespace lake::testing {

class ChainSource : public LedgerSource {
 public:
  explicit ChainSource(std::vector<BuiltLedger> ledgers) : ledgers_(std::move(ledgers)) {}

  // Next gives this error instead of the ledger, so many times.
  void FailAt(std::uint32_t sequence, Error error, int times = 1) {
    faults_.insert_or_assign(sequence, Fault{std::move(error), times});
  }
  // Called on the reading thread before a ledger, or a fault in its place, is given; may throw.
  void BeforeEach(std::function<void(std::uint32_t sequence)> call) { before_ = std::move(call); }
  std::uint64_t reads() const { return reads_; }

  std::string Describe() const override { return "chain"; }
  Result<SourceExtent> Extent() override {
    SourceExtent extent;
    for (const BuiltLedger& ledger : ledgers_) {
      extent.ledgers.Add(ledger.sequence, ledger.sequence);
    }
    return extent;
  }
  Status Seek(LedgerRange range) override {
    range_ = range;
    at_ = 0;
    while (at_ < ledgers_.size() && ledgers_[at_].sequence < range.first) ++at_;
    return {};
  }
  Result<std::optional<RawLedger>> Next() override {
    if (at_ == ledgers_.size()) return std::optional<RawLedger>();
    const BuiltLedger& ledger = ledgers_[at_];
    if (range_.last && ledger.sequence > *range_.last) return std::optional<RawLedger>();
    if (before_) before_(ledger.sequence);
    if (auto fault = faults_.find(ledger.sequence);
        fault != faults_.end() && fault->second.left > 0) {
      --fault->second.left;
      return fault->second.error;
    }
    ++at_;
    ++reads_;
    return std::optional<RawLedger>(RawLedger{ledger.sequence, ledger.xdr, nullptr,
                                              "chain:" + std::to_string(ledger.sequence)});
  }
  void Stop() override {}

 private:
  struct Fault {
    Error error;
    int left;
  };
  std::vector<BuiltLedger> ledgers_;
  std::map<std::uint32_t, Fault> faults_;
  LedgerRange range_;
  std::size_t at_ = 0;
  std::function<void(std::uint32_t)> before_;
  std::atomic<std::uint64_t> reads_ = 0;
};

}  // namespace lake::testing
