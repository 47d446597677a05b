// Ledgers of a source made into items, in order: one reader, N workers, one consumer. What is read
// ahead of the consumer is bounded in ledgers and raw bytes.
//
// Item can be made without arguments and has a Status `status`; a fault of the source comes in its
// place as an item that holds nothing else, then the end. One thread calls Start, then Next. A
// thread that fails otherwise than by its ledger (an exception, memory that is not there) ends the
// line: Next says kFailed, and failure() why.
#pragma once

#include <algorithm>
#include <functional>
#include <limits>
#include <optional>
#include <stop_token>
#include <thread>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/metrics.h"
#include "base/queue.h"
#include "base/thread.h"
#include "extract/ordered_results.h"
#include "source/ledger_source.h"

namespace lake {

struct LedgerLineOptions {
  std::uint32_t workers = 0;        // 0 = one per core
  std::size_t ahead_ledgers = 256;  // read ahead of the consumer at most, in ledgers
  std::size_t ahead_bytes = std::size_t{48} << 20;  // ... and in bytes of raw XDR
  Gauge* queue_ledgers = nullptr;                   // show what is ahead, unless null
  Gauge* queue_bytes = nullptr;
};

// The source's next ledger, with the time that it took counted as that of reading.
Result<std::optional<RawLedger>> ReadLedger(LedgerSource& source);

template <class Item>
class LedgerLine {
 public:
  // What becomes of one ledger; used by one thread.
  using Work = std::function<Item(RawLedger&)>;
  // Called once by every worker, on its thread.
  using MakeWork = std::function<Work()>;
  using Taken = typename OrderedResults<Item>::Taken;
  using Outcome = typename OrderedResults<Item>::Outcome;

  // `source` is positioned; it and the clock outlive the line.
  LedgerLine(LedgerSource& source, MakeWork make_work, const LedgerLineOptions& options,
             Clock& clock)
      : source_(source),
        make_work_(std::move(make_work)),
        options_(options),
        results_(options.ahead_ledgers, options.ahead_bytes, clock),
        jobs_(options.ahead_ledgers, std::numeric_limits<std::size_t>::max()) {}
  // Stops and joins all threads.
  ~LedgerLine() {
    for (std::jthread& thread : threads_) thread.request_stop();
    source_.Stop();
    jobs_.Close();
    threads_.clear();
    Show(0, 0);
  }

  // kResourceExhausted when the system gives no threads.
  Status Start() {
    const std::uint32_t cores = std::max(1u, std::thread::hardware_concurrency());
    const std::uint32_t workers = options_.workers == 0 ? cores : options_.workers;
    TRY(StartOne("lake-read", &LedgerLine::Read));
    for (std::uint32_t i = 0; i < workers; ++i) TRY(StartOne("lake-extract", &LedgerLine::DoWork));
    return {};
  }

  // The next item. `wait_ms` absent waits as long as it takes, 0 only looks.
  Taken Next(std::optional<std::int64_t> wait_ms, std::stop_token stop) {
    Taken taken = results_.Take(wait_ms, std::move(stop));
    Show(results_.depth(), results_.bytes());
    return taken;
  }
  Status failure() const { return results_.failure(); }

 private:
  struct Job {
    std::uint64_t index;
    RawLedger ledger;
  };

  // A thread that fails, fails the line: what it had taken would be waited for without end.
  Status StartOne(const char* name, Status (LedgerLine::*body)(std::stop_token)) {
    TRY_ASSIGN(std::jthread thread,
               StartThread(
                   name, [this, body](std::stop_token stop) { return (this->*body)(stop); },
                   [this](Status status) {
                     if (!status.ok()) results_.Fail(std::move(status));
                   }));
    threads_.push_back(std::move(thread));
    return {};
  }

  void Show(std::size_t ledgers, std::size_t bytes) {
    if (options_.queue_ledgers != nullptr) {
      options_.queue_ledgers->Set(static_cast<double>(ledgers));
    }
    if (options_.queue_bytes != nullptr) options_.queue_bytes->Set(static_cast<double>(bytes));
  }

  // Every ledger read gets a place in line before it is handed to a worker; so does a failure to
  // read.
  Status Read(std::stop_token stop) {
    while (!stop.stop_requested()) {
      Result<std::optional<RawLedger>> next = ReadLedger(source_);
      if (next.ok() && !next->has_value()) break;
      const std::size_t bytes = next.ok() ? (**next).xdr.size() : 0;
      const std::optional<std::uint64_t> index = results_.Reserve(bytes, stop);
      if (!index) return {};
      Show(results_.depth(), results_.bytes());
      if (!next.ok()) {
        Item fault;
        fault.status = std::move(next).status();
        results_.Put(*index, std::move(fault));
        break;
      }
      if (!jobs_.Push({*index, std::move(**next)}, bytes, stop)) return {};
    }
    jobs_.Close();
    results_.Close();
    return {};
  }

  Status DoWork(std::stop_token stop) {
    const Work work = make_work_();
    while (std::optional<Job> job = jobs_.Pop(stop)) {
      Item item = work(job->ledger);
      results_.Put(job->index, std::move(item));
    }
    return {};
  }

  LedgerSource& source_;
  const MakeWork make_work_;
  const LedgerLineOptions options_;
  OrderedResults<Item> results_;
  BoundedQueue<Job> jobs_;
  std::vector<std::jthread> threads_;
};

}  // namespace lake
