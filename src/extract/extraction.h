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
// A LedgerLine (ledger_line.h), with its bounds, threads and failures. Rows are of the tables of
// the RowsPool, and go back there when nobody needs them any more. One thread calls Start, then
// Next or NextRows.
#pragma once

#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>

#include "base/clock.h"
#include "extract/ledger_line.h"
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
  // kResourceExhausted when the system gives no threads.
  Status Start() { return line_.Start(); }

  using Taken = LedgerLine<ExtractedLedger>::Taken;
  using Outcome = LedgerLine<ExtractedLedger>::Outcome;
  // The next ledger in order. A source error comes as an item whose rows are null, then the end.
  Taken Next(std::optional<std::int64_t> wait_ms, std::stop_token stop) {
    return line_.Next(wait_ms, std::move(stop));
  }
  // The same for who waits for nothing else and keeps no ledger aside: null at the end. An error is
  // that of the ledger, of the source or of a thread; kCancelled after a stop.
  Result<std::unique_ptr<LedgerRows>> NextRows(std::stop_token stop);
  Status failure() const { return line_.failure(); }

 private:
  LedgerLine<ExtractedLedger> line_;
};

}  // namespace lake
