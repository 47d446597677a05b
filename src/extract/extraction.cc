#include "extract/extraction.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "base/stage_timer.h"
#include "base/thread.h"
#include "tables/extract.h"

namespace lake {
Extraction::Extraction(LedgerSource& source, RowsPool& pool, const Network& network,
                       const ExtractionOptions& options, Clock& clock)
    : source_(source),
      pool_(pool),
      network_(network),
      verify_(options.verify),
      clock_(clock),
      queue_ledgers_(GaugeOf(MetricId::kIngestQueueLedgers)),
      queue_bytes_(GaugeOf(MetricId::kIngestQueueBytes)),
      results_(options.ahead_ledgers, options.ahead_bytes, clock),
      jobs_(options.ahead_ledgers, std::numeric_limits<std::size_t>::max()),
      workers_(options.workers) {}

Status Extraction::Start() {
  const std::uint32_t cores = std::max(1u, std::thread::hardware_concurrency());
  const std::uint32_t workers = workers_ == 0 ? cores : workers_;
  // A thread that fails, fails the stage: what it had taken would be waited for without end.
  const auto done = [this](Status status) {
    if (!status.ok()) results_.Fail(std::move(status));
  };
  TRY_ASSIGN(
      std::jthread reader,
      StartThread(
          "lake-read", [this](std::stop_token stop) { return Read(std::move(stop)); }, done));
  threads_.push_back(std::move(reader));
  for (std::uint32_t i = 0; i < workers; ++i) {
    TRY_ASSIGN(
        std::jthread worker,
        StartThread(
            "lake-extract", [this](std::stop_token stop) { return Work(std::move(stop)); }, done));
    threads_.push_back(std::move(worker));
  }
  return {};
}

Extraction::~Extraction() {
  for (std::jthread& thread : threads_) thread.request_stop();
  source_.Stop();
  jobs_.Close();
  queue_ledgers_.Set(0);
  queue_bytes_.Set(0);
}

Result<std::optional<RawLedger>> Extraction::NextOfSource() {
  const StageTimer timer(Stage::kRead);
  return source_.Next();
}

void Extraction::ShowQueue() {
  queue_ledgers_.Set(static_cast<double>(results_.depth()));
  queue_bytes_.Set(static_cast<double>(results_.bytes()));
}

// Every ledger read gets a place in line before it is handed to a worker; so does a failure to
// read.
Status Extraction::Read(std::stop_token stop) {
  while (!stop.stop_requested()) {
    Result<std::optional<RawLedger>> next = NextOfSource();
    if (next.ok() && !next->has_value()) break;
    const std::size_t bytes = next.ok() ? (**next).xdr.size() : 0;
    const std::optional<std::uint64_t> index = results_.Reserve(bytes, stop);
    if (!index) return {};
    ShowQueue();
    if (!next.ok()) {
      results_.Put(*index, {nullptr, {}, std::move(next).status(), {}});
      break;
    }
    if (!jobs_.Push({*index, std::move(**next)}, bytes, stop)) return {};
  }
  jobs_.Close();
  results_.Close();
  return {};
}

Status Extraction::Work(std::stop_token stop) {
  LedgerExtractor extractor(pool_.tables(), network_.id, verify_);
  RowScan scan(pool_.tables());
  while (std::optional<Job> job = jobs_.Pop(stop)) {
    RawLedger& ledger = job->ledger;
    ExtractedLedger result{pool_.Take(), {}, {}, {}};
    Status status;
    {
      const StageTimer timer(Stage::kExtract);
      const Timestamp now{clock_.Now()};
      status = ledger.proved != nullptr
                   ? extractor.ExtractProved(*ledger.proved, ledger.owner, now, *result.rows, &scan)
                   : extractor.Extract(ledger.xdr, ledger.owner, now, *result.rows, &scan);
      result.faults = scan.Take();
    }
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
    results_.Put(job->index, std::move(result));
  }
  return {};
}

Extraction::Taken Extraction::Next(std::optional<std::int64_t> wait_ms, std::stop_token stop) {
  Taken taken = results_.Take(wait_ms, std::move(stop));
  ShowQueue();
  return taken;
}

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
