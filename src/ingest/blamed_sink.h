// A sink that remembers whether what was asked of it last went wrong, so that a run which fails can
// say where the fault lies. Internal to ingest/; otherwise the sink itself (sink/sink.h).
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "sink/sink.h"

namespace lake {

class BlamedSink final : public Sink {
 public:
  explicit BlamedSink(Sink& sink) : sink_(sink) {}

  bool failed() const { return failed_; }

  Result<Coverage> Open() override { return Note(sink_.Open()); }
  Result<std::optional<TakenRows>> Take(const Batch& batch, std::size_t first) override {
    return Note(sink_.Take(batch, first));
  }
  void Forget() override { sink_.Forget(); }
  Result<CommitReport> Commit(const Batch& batch,
                              const std::vector<QualityResult>& quality) override {
    return Note(sink_.Commit(batch, quality));
  }
  Status Quarantine(const QuarantinedLedger& ledger) override {
    return Note(sink_.Quarantine(ledger));
  }
  Status Check() override { return sink_.Check(); }
  Result<std::optional<std::int64_t>> CloseTime(std::uint32_t sequence) override {
    return sink_.CloseTime(sequence);
  }
  Status Close() override { return Note(sink_.Close()); }

 private:
  template <class Outcome>
  Outcome Note(Outcome outcome) {
    failed_ = !outcome.ok();
    return outcome;
  }

  Sink& sink_;
  bool failed_ = false;
};

}  // namespace lake
