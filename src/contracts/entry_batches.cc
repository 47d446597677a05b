#include "contracts/entry_batches.h"

#include <arrow/record_batch.h>

#include <algorithm>
#include <utility>

namespace lake {
namespace {

// So that a batch of large rows goes little beyond its bound.
constexpr std::size_t kSliceRows = 64;

}  // namespace

EntryBatches::EntryBatches(EntryStream& stream, const BatchLimits& limits, Clock& clock)
    : stream_(stream), limits_(limits), clock_(clock), sent_micros_(clock.MonotonicMicros()) {}

Result<EntryBatches::Cut> EntryBatches::Next(std::stop_token stop) {
  for (;;) {
    if (taken_ < ledger_.rows.size()) {
      TRY(TakeRows());
      if (full()) return Send();
      continue;
    }
    if (end_) {
      if (has_news()) return Send();
      TRY(*end_);
      return Cut{.ended = true};
    }
    const std::int64_t wait_micros = WaitMicros();
    if (wait_micros <= 0) return Send();
    Result<EntryStream::Taken> next = stream_.Next((wait_micros + 999) / 1000, stop);
    if (!next.ok()) {
      end_ = std::move(next).status();
    } else if (next->ended) {
      end_.emplace();
    } else if (next->entries) {
      Begin(*std::move(next->entries));
    } else if (WaitMicros() > 0) {
      return Cut{};
    }
  }
}

void EntryBatches::Begin(LedgerEntries ledger) {
  ledger_ = std::move(ledger);
  taken_ = 0;
  if (ledger_.rows.size() == 0) {
    complete_ = ledger_.sequence;
  } else if (batch_.rows() == 0) {
    first_micros_ = clock_.MonotonicMicros();
  }
}

Status EntryBatches::TakeRows() {
  const std::size_t count =
      std::min({kSliceRows, limits_.rows - batch_.rows(), ledger_.rows.size() - taken_});
  TRY(batch_.Append(ledger_, taken_, count));
  taken_ += count;
  if (taken_ == ledger_.rows.size()) complete_ = ledger_.sequence;
  return {};
}

bool EntryBatches::full() const {
  return batch_.rows() >= limits_.rows || batch_.text_bytes() >= limits_.text_bytes;
}

std::int64_t EntryBatches::WaitMicros() const {
  const std::int64_t longest = limits_.wait_ms * 1000;
  if (!has_news()) return longest;
  const std::int64_t due = batch_.rows() > 0 ? first_micros_ + limits_.linger_ms * 1000
                                             : sent_micros_ + limits_.progress_ms * 1000;
  return std::min(longest, due - clock_.MonotonicMicros());
}

Result<EntryBatches::Cut> EntryBatches::Send() {
  TRY_ASSIGN(std::shared_ptr<arrow::RecordBatch> batch, batch_.Finish());
  sent_micros_ = first_micros_ = clock_.MonotonicMicros();
  told_ = complete_;
  return Cut{.batch = std::move(batch), .complete_through = complete_};
}

}  // namespace lake
