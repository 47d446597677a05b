// A sink that is filled with what a plan says and nothing else: the rest counts as if it were held.
//
// The plan outlives it. One thread.
#pragma once

#include <functional>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "reindex/reindex_plan.h"
#include "sink/sink.h"

namespace lake {

class PlannedSink final : public Sink {
 public:
  // `before_open` is called before the sink is opened, also again: who reads the same lake lets go
  // of it.
  PlannedSink(Sink& sink, const ReindexPlan& plan, std::function<void()> before_open)
      : sink_(sink), plan_(plan), before_open_(std::move(before_open)) {}

  Result<Coverage> Open() override {
    before_open_();
    TRY_ASSIGN(Coverage coverage, sink_.Open());
    const LedgerSet all(LedgerRange{0, std::numeric_limits<std::uint32_t>::max()});
    for (const ReindexPart& part : plan_.parts) {
      coverage.Exempt(part.table, all.Minus(part.ledgers));
    }
    return coverage;
  }
  Result<std::optional<TakenRows>> Take(const Batch& batch, std::size_t first) override {
    return sink_.Take(batch, first);
  }
  void Forget() override { sink_.Forget(); }
  Result<CommitReport> Commit(const Batch& batch,
                              const std::vector<QualityResult>& quality) override {
    return sink_.Commit(batch, quality);
  }
  Status Quarantine(const QuarantinedLedger& ledger) override { return sink_.Quarantine(ledger); }
  Status Check() override { return sink_.Check(); }
  Result<std::optional<std::int64_t>> CloseTime(std::uint32_t sequence) override {
    return sink_.CloseTime(sequence);
  }
  Status Close() override { return sink_.Close(); }

 private:
  Sink& sink_;
  const ReindexPlan& plan_;
  const std::function<void()> before_open_;
};

}  // namespace lake
