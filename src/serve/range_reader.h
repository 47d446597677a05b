// Answers GetLedgerRange: the ledgers of a range that exist now, as many from its beginning as fit.
// Reading blocks, so it happens on a few threads of its own; what waits for them is bounded.
// Thread-safe. Stop the hub first: a range that is being read ends then.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <thread>
#include <vector>

#include "base/clock.h"
#include "base/queue.h"
#include "base/result.h"
#include "serve/ledger_hub.h"
#include "serve/tip_probe.h"

namespace lake {

struct RangeReaderOptions {
  // Below the 4 MiB that gRPC clients accept by default; one ledger is given whatever its size.
  std::uint64_t max_bytes = (std::uint64_t{4} << 20) - (std::uint64_t{64} << 10);
  std::uint32_t max_ledgers = 1000;
  std::uint32_t threads = 4;
  std::uint32_t max_waiting = 256;
  std::uint32_t max_wait_ms = 30'000;  // for ledgers of a source that cannot tell its newest
};

struct RangeRequest {
  std::uint32_t first = 0;
  std::uint32_t end = 0;  // exclusive
  std::function<bool()> cancelled;
};

struct RangeAnswer {
  std::vector<ServedLedger> ledgers;
  std::uint32_t latest = 0;  // 0 = not known
};

class RangeReader {
 public:
  using Done = std::function<void(Result<RangeAnswer>)>;

  RangeReader(LedgerHub& hub, TipProbe& tip, RangeReaderOptions options,
              Clock& clock = SystemClock());
  // Once, before any Read; kResourceExhausted when the system gives no threads.
  Status Start();
  ~RangeReader();

  // Calls `done` once, also when the source throws, on a thread of the reader, or at once when too
  // much is waiting already.
  void Read(RangeRequest request, Done done);

 private:
  struct Job {
    RangeRequest request;
    Done done;
  };
  void Answer(const Job& job);
  Result<RangeAnswer> Collect(const RangeRequest& request);
  std::optional<Result<ServedLedger>> WaitForNext(LedgerCursor& cursor, std::int64_t deadline,
                                                  const std::function<bool()>& cancelled);

  LedgerHub& hub_;
  TipProbe& tip_;
  const RangeReaderOptions options_;
  Clock& clock_;
  std::atomic<std::uint32_t> waiting_ = 0;
  BoundedQueue<Job> jobs_;
  std::vector<std::jthread> threads_;
};

}  // namespace lake
