#include "serve/hub_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>
#include <vector>

#include "base/log.h"
#include "base/metrics.h"

namespace lake {

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

void LedgerHub::Run(HubReader& reader) {
  Gauge& readers = GaugeOf(MetricId::kServeReaders);
  readers.Add(1);
  Status status = Read(reader);
  readers.Add(-1);
  std::unique_ptr<LedgerSource> source;
  {
    const std::lock_guard lock(mutex_);
    source = std::move(reader.source);
  }
  source.reset();
  End(reader, std::move(status));
}

Status LedgerHub::Read(HubReader& reader) {
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
  TRY_ASSIGN(std::unique_ptr<LedgerSource> source, open_());
  LedgerSource* const opened = source.get();
  {
    const std::lock_guard lock(mutex_);
    reader.source = std::move(source);
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
    const auto linger = std::chrono::milliseconds(options_.linger_ms);
    const bool called = reader.wake.wait_for(lock, linger) == std::cv_status::no_timeout;
    if (!called && reader.cursors.empty()) reader.stop = true;
  }
  return !reader.stop;
}

void LedgerHub::Publish(HubReader& reader, ServedLedger ledger) {
  std::vector<Delivery> deliveries;
  {
    const std::lock_guard lock(mutex_);
    const std::uint32_t sequence = ledger.sequence;
    if (sequence > highest_.load(std::memory_order_relaxed)) highest_ = sequence;
    for (LedgerCursor* const cursor : reader.cursors) {
      if (!cursor->ready_) continue;
      ++cursor->next_;
      deliveries.emplace_back(std::exchange(cursor->ready_, nullptr), ledger);
    }
    reader.window.Append(std::move(ledger));
    reader.window.Trim(WindowBudget(), reader.furthest());
  }
  for (auto& [ready, result] : deliveries) ready(std::move(result));
}

void LedgerHub::End(HubReader& reader, Status status) {
  std::vector<Delivery> deliveries;
  if (status.error().code != Code::kCancelled) {
    LogWarn("serving stopped at a fault of the source: {}", status.error().message);
  }
  {
    const std::lock_guard lock(mutex_);
    reader.stop = true;
    reader.failed = std::move(status).error();
    FailWaiting(reader, *reader.failed, deliveries);
  }
  for (auto& [ready, result] : deliveries) ready(std::move(result));
  const std::lock_guard lock(mutex_);
  reader.ended = true;
}

}  // namespace lake
