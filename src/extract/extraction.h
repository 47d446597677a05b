// Ledgers of a source as rows, in order: one reader, N extraction workers, one consumer.
//
//   RowsPool pool(tables);
//   Extraction extraction(source, pool, network, {}, clock);
//   TRY(extraction.Start());
//   for (;;) {
//     TRY_ASSIGN(std::unique_ptr<LedgerRows> rows, extraction.NextRows(stop));
//     if (rows == nullptr) break;
//     ...
//     pool.Give(std::move(rows));
//   }
//
// What is read ahead of the consumer is bounded in ledgers and raw bytes. Rows are of the tables of
// the RowsPool, and go back there when nobody needs them any more. One thread calls Start, then
// Next or NextRows. A thread that fails otherwise than by its ledger (an exception, memory that is
// not there) ends the line: Next says kFailed, and failure() why.
#pragma once

#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "base/clock.h"
#include "base/metrics.h"
#include "base/queue.h"
#include "extract/ordered_results.h"
#include "extract/rows_pool.h"
#include "quality/row_scan.h"
#include "source/ledger_source.h"
#include "stellar/network.h"
#include "stellar/proof.h"
#include "tables/batch.h"

namespace lake {

struct ExtractionOptions {
  std::uint32_t workers = 0;        // 0 = one per core
  std::size_t ahead_ledgers = 256;  // read ahead of the consumer at most, in ledgers
  std::size_t ahead_bytes = std::size_t{48} << 20;  // ... and in bytes of raw XDR
  VerifyLevel verify = VerifyLevel::kStrict;
};

struct ExtractedLedger {
  std::unique_ptr<LedgerRows> rows;  // void when status is an error
  LedgerFaults faults;               // what is wrong with single rows
  Status status;                     // names ledger, object and offset
  RawLedger raw;                     // kept only for ledgers that failed, for quarantine
};

class Extraction {
 public:
  // `source` is positioned; everything passed by reference outlives the extraction.
  Extraction(LedgerSource& source, RowsPool& pool, const Network& network,
             const ExtractionOptions& options, Clock& clock);
  // Stops and joins all threads.
  ~Extraction();
  // kResourceExhausted when the system gives no threads.
  Status Start();

  using Taken = OrderedResults<ExtractedLedger>::Taken;
  using Outcome = OrderedResults<ExtractedLedger>::Outcome;
  // The next ledger in order. A source error comes as an item whose rows are null, then the end.
  Taken Next(std::optional<std::int64_t> wait_ms, std::stop_token stop);
  // The same for who waits for nothing else and keeps no ledger aside: null at the end. An error is
  // that of the ledger, of the source or of a thread; kCancelled after a stop.
  Result<std::unique_ptr<LedgerRows>> NextRows(std::stop_token stop);
  Status failure() const { return results_.failure(); }

 private:
  struct Job {
    std::uint64_t index;
    RawLedger ledger;
  };
  Status Read(std::stop_token stop);
  Result<std::optional<RawLedger>> NextOfSource();
  void ShowQueue();
  Status Work(std::stop_token stop);

  LedgerSource& source_;
  RowsPool& pool_;
  const Network& network_;
  const VerifyLevel verify_;
  Clock& clock_;
  Gauge& queue_ledgers_;
  Gauge& queue_bytes_;
  OrderedResults<ExtractedLedger> results_;
  BoundedQueue<Job> jobs_;
  const std::uint32_t workers_;
  std::vector<std::jthread> threads_;
};

}  // namespace lake
