// Many clients at many positions over few readings of one source. Clients that want about the same
// ledgers share one reader: N clients at the tip cost one read. A client that falls behind what its
// reader still holds gets a reader of its own and never slows the others; one that catches up joins
// the reader ahead of it. A ledger is given in order or not at all: what a source skips, doubles or
// cannot read ends the clients that want it with an error that names it.
//
// Memory: about cache_bytes for all windows, plus the one ledger each client is being sent.
// The hub is thread-safe; it outlives its cursors. Its threads end with it.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "serve/ledger_window.h"
#include "serve/served_ledger.h"
#include "source/source_factory.h"

namespace lake {

struct LedgerHubOptions {
  std::uint64_t cache_bytes = std::uint64_t{512} << 20;      // for all readers together
  std::uint64_t read_ahead_bytes = std::uint64_t{32} << 20;  // per reader
  std::uint32_t max_readers = 64;    // different positions at once; each is a thread and a source
  std::uint32_t linger_ms = 30'000;  // how long a reader without clients waits for another
};

class LedgerHub;
struct HubReader;

// One client's position. Not thread-safe, except Cancel.
class LedgerCursor {
 public:
  using Ready = std::function<void(Result<ServedLedger>)>;

  LedgerCursor(LedgerHub& hub, std::uint32_t first);
  // Requires: no call of Next is waiting.
  ~LedgerCursor();
  LedgerCursor(const LedgerCursor&) = delete;
  LedgerCursor& operator=(const LedgerCursor&) = delete;

  // Gives the next ledger to `ready`, called once: before Next returns when the ledger is there,
  // else later on a thread of the hub. After an error the cursor is of no further use.
  void Next(Ready ready);
  // Makes a waiting Next forget its `ready`, and every later Next give kCancelled. False when none
  // is waiting: its `ready` was, or is being, called.
  bool Cancel();
  // Whether Next would give a ledger at once.
  bool HasNext() const;
  // The ledger that Next gives. For the hub, with its lock held.
  std::uint32_t position() const { return next_; }

 private:
  friend class LedgerHub;
  LedgerHub& hub_;
  std::uint32_t next_;  // guarded by the hub's mutex, as are those below
  Ready ready_;         // set while waiting
  bool cancelled_ = false;
  HubReader* reader_ = nullptr;
};

class LedgerHub {
 public:
  LedgerHub(SourceFactory open, LedgerHubOptions options, Clock& clock = SystemClock());
  ~LedgerHub();

  // Ends every waiting and later Next with kCancelled.
  void Stop();

  std::uint32_t highest_ledger() const { return highest_.load(std::memory_order_relaxed); }
  std::size_t readers() const;

 private:
  friend class LedgerCursor;
  using Delivery = std::pair<LedgerCursor::Ready, Result<ServedLedger>>;

  // With the lock held.
  std::optional<Result<ServedLedger>> TakeOrWait(LedgerCursor& cursor, LedgerCursor::Ready& ready);
  Status Attach(LedgerCursor& cursor);
  void Detach(LedgerCursor& cursor);
  Result<HubReader*> StartReader(std::uint32_t first);
  void RetireOneIdle();
  void ReapEnded();
  bool Wants(const HubReader& reader) const;
  std::uint64_t WindowBudget() const;
  std::uint64_t ReadAheadBytes() const;
  void FailWaiting(HubReader& reader, const Error& error, std::vector<Delivery>& deliveries);

  // On a reader's thread.
  Status Read(HubReader& reader);
  Status ReadOn(HubReader& reader);
  Status OpenReader(HubReader& reader);
  bool WaitUntilWanted(HubReader& reader);
  void Publish(HubReader& reader, ServedLedger ledger);
  void End(HubReader& reader, const Status& status);
  static void Deliver(std::vector<Delivery>& deliveries);

  const SourceFactory open_;
  const LedgerHubOptions options_;
  Clock& clock_;
  std::atomic<std::uint32_t> highest_ = 0;
  mutable std::mutex mutex_;
  bool stopped_ = false;
  std::list<std::unique_ptr<HubReader>> readers_;
};

}  // namespace lake
