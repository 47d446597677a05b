// Ledgers of a source as rows, in order: one reader, N extraction workers, one consumer.
//
// What is read ahead of the consumer is bounded in ledgers and raw bytes. Rows come from a RowsPool
// and go back there when they have been committed. One thread calls Start, then Next. A thread that
// fails otherwise than by its ledger (an exception, memory that is not there) ends the line: Next
// says kFailed, and failure() why.
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
  Extraction(LedgerSource& source, const TableSet& tables, const Network& network,
             const ExtractionOptions& options, RowsPool& pool, Clock& clock);
  // Stops and joins all threads.
  ~Extraction();
  // kResourceExhausted when the system gives no threads.
  Status Start();

  using Taken = OrderedResults<ExtractedLedger>::Taken;
  // The next ledger in order. A source error comes as an item whose rows are null, then the end.
  Taken Next(std::optional<std::int64_t> wait_ms, std::stop_token stop);
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
  const TableSet& tables_;
  const Network& network_;
  const VerifyLevel verify_;
  RowsPool& pool_;
  Clock& clock_;
  Gauge& queue_ledgers_;
  Gauge& queue_bytes_;
  OrderedResults<ExtractedLedger> results_;
  BoundedQueue<Job> jobs_;
  const std::uint32_t workers_;
  std::vector<std::jthread> threads_;
};

}  // namespace lake
