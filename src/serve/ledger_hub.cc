#include "serve/ledger_hub.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/thread.h"
#include "serve/hub_reader.h"

namespace lake {

LedgerCursor::LedgerCursor(LedgerHub& hub, std::uint32_t first) : hub_(hub), next_(first) {}

LedgerCursor::~LedgerCursor() {
  const std::lock_guard lock(hub_.mutex_);
  CHECK(!ready_);
  hub_.Detach(*this);
}

void LedgerCursor::Next(Ready ready) {
  std::optional<Result<ServedLedger>> taken;
  {
    const std::lock_guard lock(hub_.mutex_);
    taken = hub_.TakeOrWait(*this, ready);
  }
  if (taken) ready(*std::move(taken));
}

bool LedgerCursor::HasNext() const {
  const std::lock_guard lock(hub_.mutex_);
  return reader_ != nullptr && reader_->window.Find(next_) != nullptr;
}

bool LedgerCursor::Cancel() {
  const std::lock_guard lock(hub_.mutex_);
  cancelled_ = true;
  return std::exchange(ready_, nullptr) != nullptr;
}

LedgerHub::LedgerHub(SourceFactory open, LedgerHubOptions options, Clock& clock)
    : open_(std::move(open)), options_(options), clock_(clock) {}

LedgerHub::~LedgerHub() { Stop(); }

void LedgerHub::Stop() {
  std::vector<Delivery> deliveries;
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    for (const auto& reader : readers_) {
      reader->RequestStop();
      FailWaiting(*reader, {Code::kCancelled, "the server is stopping"}, deliveries);
    }
  }
  Deliver(deliveries);
}

// A client whose call throws costs the others nothing.
void LedgerHub::Deliver(std::vector<Delivery>& deliveries) {
  for (auto& [ready, result] : deliveries) {
    (void)CatchExceptions("serve-read", [&ready = ready, &result = result] {
      ready(std::move(result));
      return Status();
    });
  }
}

std::size_t LedgerHub::readers() const {
  const std::lock_guard lock(mutex_);
  return readers_.size();
}

std::optional<Result<ServedLedger>> LedgerHub::TakeOrWait(LedgerCursor& cursor,
                                                          LedgerCursor::Ready& ready) {
  if (stopped_) return Error{Code::kCancelled, "the server is stopping"};
  if (cursor.cancelled_) return Error{Code::kCancelled, "the client is gone"};
  if (Status attached = Attach(cursor); !attached.ok()) return attached;
  HubReader& reader = *cursor.reader_;
  if (const ServedLedger* ledger = reader.window.Find(cursor.next_)) {
    reader.CursorMovedTo(++cursor.next_);
    return *ledger;
  }
  if (reader.failed) return *reader.failed;
  cursor.ready_ = std::move(ready);
  reader.wake.notify_one();
  return std::nullopt;
}

// The reader furthest ahead that still holds, or reads next, what the cursor wants: so that readers
// that meet become one.
Status LedgerHub::Attach(LedgerCursor& cursor) {
  const auto covers = [&](const HubReader& reader) {
    return cursor.next_ >= reader.window.begin() && cursor.next_ <= reader.window.end();
  };
  HubReader* best = nullptr;
  for (const auto& reader : readers_) {
    if (!reader->attachable() || !covers(*reader)) continue;
    if (best == nullptr || reader->window.end() > best->window.end()) best = reader.get();
  }
  if (best == nullptr && cursor.reader_ != nullptr && covers(*cursor.reader_)) return {};
  if (best == nullptr) {
    TRY_ASSIGN(best, StartReader(cursor.next_));
  }
  if (best == cursor.reader_) return {};
  Detach(cursor);
  cursor.reader_ = best;
  best->cursors.insert(&cursor);
  return {};
}

void LedgerHub::Detach(LedgerCursor& cursor) {
  if (cursor.reader_ == nullptr) return;
  cursor.reader_->cursors.erase(&cursor);
  cursor.reader_->wake.notify_one();
  cursor.reader_ = nullptr;
}

Result<HubReader*> LedgerHub::StartReader(std::uint32_t first) {
  ReapEnded();
  if (readers_.size() >= options_.max_readers) RetireOneIdle();
  const auto active = std::count_if(readers_.begin(), readers_.end(),
                                    [](const auto& reader) { return !reader->stop; });
  if (active >= std::int64_t{options_.max_readers}) {
    return Error{Code::kResourceExhausted,
                 fmt::format("clients read at {} different positions already", active)};
  }
  readers_.push_back(std::make_unique<HubReader>(first));
  HubReader& reader = *readers_.back();
  for (const auto& other : readers_) other->window.Trim(WindowBudget(), other->furthest());
  Result<std::jthread> thread = StartThread(
      "serve-read", [this, &reader](const std::stop_token&) { return Read(reader); },
      [this, &reader](const Status& status) { End(reader, status); });
  if (!thread.ok()) {
    readers_.pop_back();
    return thread.error();
  }
  reader.thread = *std::move(thread);
  return &reader;
}

void LedgerHub::RetireOneIdle() {
  for (const auto& reader : readers_) {
    if (!reader->cursors.empty() || reader->stop) continue;
    reader->RequestStop();
    return;
  }
}

// A thread that has set `ended` takes the lock no more, so joining it here cannot block.
void LedgerHub::ReapEnded() {
  readers_.remove_if([](const auto& reader) { return reader->ended && reader->cursors.empty(); });
}

std::uint64_t LedgerHub::WindowBudget() const {
  return options_.cache_bytes / std::max<std::size_t>(readers_.size(), 1);
}

std::uint64_t LedgerHub::ReadAheadBytes() const {
  return std::min(options_.read_ahead_bytes, WindowBudget() / 2);
}

bool LedgerHub::Wants(const HubReader& reader) const {
  if (reader.cursors.empty()) return false;
  const std::uint64_t ahead = reader.window.BytesFrom(reader.furthest());
  return ahead == 0 || ahead < ReadAheadBytes();
}

void LedgerHub::FailWaiting(HubReader& reader, const Error& error,
                            std::vector<Delivery>& deliveries) {
  deliveries.reserve(deliveries.size() + reader.cursors.size());
  for (LedgerCursor* const cursor : reader.cursors) {
    if (!cursor->ready_) continue;
    deliveries.emplace_back(nullptr, error);
    deliveries.back().first = std::exchange(cursor->ready_, nullptr);
  }
}

}  // namespace lake
