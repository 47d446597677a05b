#include "serve/hub_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "base/log.h"
#include "base/metrics.h"
#include "serve/serve_metrics.h"

namespace lake {
namespace {

// Counts a thread among the readers while it lives, however it ends.
class CountedReader {
 public:
  CountedReader() { GaugeOf(MetricId::kServeReaders).Add(1); }
  ~CountedReader() { GaugeOf(MetricId::kServeReaders).Add(-1); }
  CountedReader(const CountedReader&) = delete;
  CountedReader& operator=(const CountedReader&) = delete;
};

}  // namespace

std::uint32_t HubReader::furthest() const {
  std::uint32_t furthest = cursors.empty() ? window.end() : window.begin();
  for (const LedgerCursor* const cursor : cursors) {
    furthest = std::max(furthest, cursor->position());
  }
  return furthest;
}

void HubReader::RequestStop() {
  stop = true;
  if (source != nullptr) source->Stop();
  wake.notify_one();
}

Status LedgerHub::Read(HubReader& reader) {
  const CountedReader counted;
  const std::uint32_t first = reader.expected;
  Status status = ReadOn(reader);
  // The first ledger is what a client asked for: the source is at fault only when it has nothing.
  reader.wish = status.error().code == Code::kNotFound && reader.expected == first;
  if (!reader.wish || reader.source->Newest().ok()) return status;
  reader.wish = false;
  return SourceFault(std::move(status).error());
}

Status LedgerHub::ReadOn(HubReader& reader) {
  TRY(OpenReader(reader).Context(fmt::format("ledger {}", reader.expected)));
  while (WaitUntilWanted(reader)) {
    const std::string where = fmt::format("ledger {}", reader.expected);
    TRY_ASSIGN(std::optional<RawLedger> ledger, reader.source->Next().Context(where));
    if (!ledger) return {Code::kNotFound, where + ": the source ends before it"};
    if (ledger->sequence != reader.expected) {
      return {Code::kDataLoss, fmt::format("{}: the source gave ledger {} in its place ({})", where,
                                           ledger->sequence, ledger->origin)};
    }
    Publish(reader, EncodeLedger(*std::move(ledger)));
    ++reader.expected;
  }
  return {Code::kCancelled, "nobody reads here any more"};
}

Status LedgerHub::OpenReader(HubReader& reader) {
  Result<std::unique_ptr<LedgerSource>> source = open_();
  if (!source.ok()) return SourceFault(source.error());
  LedgerSource* const opened = source->get();
  {
    const std::lock_guard lock(mutex_);
    reader.source = *std::move(source);
    if (reader.stop) return {Code::kCancelled, "stopped"};
  }
  return opened->Seek({reader.expected, std::nullopt});
}

bool LedgerHub::WaitUntilWanted(HubReader& reader) {
  std::unique_lock lock(mutex_);
  while (!reader.stop && !Wants(reader)) {
    if (!reader.cursors.empty()) {
      reader.asleep_until = reader.window.FirstWithin(ReadAheadBytes() / 2);
      reader.wake.wait(lock);
      continue;
    }
    const std::int64_t linger = std::int64_t{options_.linger_ms} * 1'000;
    const auto called = [&] { return reader.stop || !reader.cursors.empty(); };
    if (!clock_.WaitFor(reader.wake, lock, linger, {}, called)) reader.stop = true;
  }
  return !reader.stop;
}

void LedgerHub::Publish(HubReader& reader, ServedLedger ledger) {
  std::vector<Delivery> deliveries;
  {
    const std::lock_guard lock(mutex_);
    deliveries.reserve(reader.cursors.size());  // nothing throws between taking and delivering
    const std::uint32_t sequence = ledger.sequence;
    if (sequence > highest_.load(std::memory_order_relaxed)) highest_ = sequence;
    for (LedgerCursor* const cursor : reader.cursors) {
      if (!cursor->ready_) continue;
      deliveries.emplace_back(nullptr, ledger);
      deliveries.back().first = std::exchange(cursor->ready_, nullptr);
      ++cursor->next_;
    }
    reader.window.Append(std::move(ledger));
    reader.window.Trim(WindowBudget(), reader.furthest());
  }
  Deliver(deliveries);
}

void LedgerHub::End(HubReader& reader, const Status& status) {
  std::vector<Delivery> deliveries;
  if (status.error().code != Code::kCancelled && !reader.wish) {
    LogWarn("serving stopped at a fault of the source: {}", status.error().message);
  }
  std::unique_ptr<LedgerSource> source;
  {
    const std::lock_guard lock(mutex_);
    source = std::move(reader.source);
    reader.stop = true;
    reader.failed = status.error();
    FailWaiting(reader, *reader.failed, deliveries);
  }
  source.reset();
  Deliver(deliveries);
  const std::lock_guard lock(mutex_);
  reader.ended = true;
}

}  // namespace lake
