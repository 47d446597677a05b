#include "extract/extraction.h"

#include <fmt/format.h>

#include <memory>

#include "base/metrics.h"
#include "base/stage_timer.h"
#include "quality/row_scan.h"
#include "tables/extract.h"

namespace lake {
namespace {

// What one worker makes of ledgers.
class LedgerWork {
 public:
  LedgerWork(RowsPool& pool, const Network& network, VerifyLevel verify, Clock& clock)
      : pool_(pool),
        clock_(clock),
        extractor_(pool.tables(), network.id, verify),
        scan_(pool.tables()) {}

  ExtractedLedger Extract(RawLedger& ledger) {
    ExtractedLedger result{pool_.Take(), {}, {}, {}};
    Status status = Fill(ledger, result);
    if (status.ok() && result.rows->sequence != ledger.sequence) {
      status = {Code::kDataLoss, fmt::format("ledger {} stands where ledger {} was announced",
                                             result.rows->sequence, ledger.sequence)};
    }
    if (!status.ok()) {
      pool_.Give(std::move(result.rows));
      result.status =
          std::move(status).Context(fmt::format("ledger {} in {}", ledger.sequence, ledger.origin));
      result.raw = std::move(ledger);
    }
    return result;
  }

 private:
  Status Fill(const RawLedger& ledger, ExtractedLedger& result) {
    const StageTimer timer(Stage::kExtract);
    const Timestamp now{clock_.Now()};
    Status status =
        ledger.proved != nullptr
            ? extractor_.ExtractProved(*ledger.proved, ledger.owner, now, *result.rows, &scan_)
            : extractor_.Extract(ledger.xdr, ledger.owner, now, *result.rows, &scan_);
    result.faults = scan_.Take();
    return status;
  }

  RowsPool& pool_;
  Clock& clock_;
  LedgerExtractor extractor_;
  RowScan scan_;
};

}  // namespace

Extraction::Extraction(LedgerSource& source, RowsPool& pool, const Network& network,
                       const ExtractionOptions& options, Clock& clock)
    : line_(
          source,
          [&pool, &network, verify = options.verify, &clock] {
            const auto worker = std::make_shared<LedgerWork>(pool, network, verify, clock);
            return [worker](RawLedger& ledger) { return worker->Extract(ledger); };
          },
          {.workers = options.workers,
           .ahead_ledgers = options.ahead_ledgers,
           .ahead_bytes = options.ahead_bytes,
           .queue_ledgers = &GaugeOf(MetricId::kIngestQueueLedgers),
           .queue_bytes = &GaugeOf(MetricId::kIngestQueueBytes)},
          clock) {}

Result<std::unique_ptr<LedgerRows>> Extraction::NextRows(std::stop_token stop) {
  auto [outcome, ledger] = Next(std::nullopt, std::move(stop));
  switch (outcome) {
    case Outcome::kItem:
      TRY(std::move(ledger->status));
      return std::move(ledger->rows);
    case Outcome::kEnd:
      return std::unique_ptr<LedgerRows>();
    case Outcome::kFailed:
      return failure().error();
    case Outcome::kTimeout:
    case Outcome::kStopped:
      break;
  }
  return Error{Code::kCancelled, "stopped"};
}

}  // namespace lake
