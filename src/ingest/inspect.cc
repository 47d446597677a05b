#include "ingest/inspect.h"

#include <fmt/format.h>

#include "stellar/unknown_ledger.h"
#include "tables/extract.h"

namespace lake {
namespace {

// `sample` of the ledgers, evenly spread, the first and the last among them.
std::vector<LedgerSpan> Spread(const LedgerSet& set, std::uint64_t sample) {
  const std::uint64_t ledgers = set.count();
  if (ledgers <= sample) return set.ranges();
  std::vector<LedgerSpan> picks;
  std::uint64_t before = 0, pick = 0;
  for (const LedgerSpan& part : set.ranges()) {
    const std::uint64_t size = part.count();
    for (; pick < sample; ++pick) {
      const std::uint64_t at = sample == 1 ? 0 : pick * (ledgers - 1) / (sample - 1);
      if (at >= before + size) break;
      const auto sequence = static_cast<std::uint32_t>(part.first + (at - before));
      picks.push_back({sequence, sequence});
    }
    before += size;
  }
  return picks;
}

void Count(const LedgerRows& rows, SourceReport& report) {
  ++report.sampled;
  ++report.protocols[rows.protocol];
  report.transactions += rows.transactions;
  report.operations += rows.operations;
  report.rows += rows.row_count();
  report.raw_bytes += rows.raw_bytes;
  report.row_bytes += rows.memory_bytes() - rows.raw_bytes;
  if (report.first_close == 0) report.first_close = rows.close_time;
  report.last_close = rows.close_time;
}

// Extracts ledgers on this thread, and counts what they give.
class Sampler {
 public:
  explicit Sampler(const Inspection& what)
      : what_(what),
        extractor_(what.tables, what.network.id, VerifyLevel::kStrict),
        rows_(what.tables) {}

  Status Read(LedgerSpan pick, const std::stop_token& stop, SourceReport& report) {
    TRY(what_.source.Seek({pick.first, pick.last}));
    while (!stop.stop_requested()) {
      TRY_ASSIGN(const std::optional<RawLedger> ledger, what_.source.Next());
      if (!ledger) return {};
      Extract(*ledger, report);
    }
    return {Code::kCancelled, "stopped"};
  }

 private:
  void Extract(const RawLedger& ledger, SourceReport& report) {
    const std::int64_t begin = what_.clock.MonotonicMicros();
    const Status status = extractor_.Extract(ledger.xdr, ledger.owner, Timestamp{0}, rows_);
    report.seconds_per_ledger += static_cast<double>(what_.clock.MonotonicMicros() - begin) / 1e6;
    if (status.ok()) {
      Count(rows_, report);
    } else {
      std::vector<std::string>& list =
          ProveUnknown(ledger.xdr).ok() ? report.unknown : report.faults;
      list.push_back(fmt::format("{}: {}", ledger.origin, status.error().message));
    }
  }

  const Inspection& what_;
  LedgerExtractor extractor_;
  LedgerRows rows_;
};

}  // namespace

Result<SourceReport> InspectSource(const Inspection& what, const std::stop_token& stop) {
  SourceReport report;
  TRY_ASSIGN(report.extent, what.source.Extent());
  const LedgerSet& ledgers = report.extent.ledgers = report.extent.ledgers.Within(what.range);
  report.ledgers = ledgers.count();
  report.gaps = ledgers.empty() ? 0 : ledgers.ranges().size() - 1;
  Sampler sampler(what);
  for (const LedgerSpan& pick : Spread(ledgers, what.sample)) {
    TRY(sampler.Read(pick, stop, report));
  }
  if (report.sampled > 0) report.seconds_per_ledger /= static_cast<double>(report.sampled);
  return report;
}

}  // namespace lake
