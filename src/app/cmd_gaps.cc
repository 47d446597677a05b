// Which ledgers a lake lacks.
#include "app/gap_report.h"
#include "app/open_lake.h"
#include "app/output.h"
#include "app/range.h"
#include "app/run_commands.h"
#include "sink/lake_fence.h"

namespace lake {
namespace {

// The range that was asked for, among the ledgers of the lake; nothing when none was.
Result<std::optional<LedgerRange>> RangeOf(const Settings& settings,
                                           const std::vector<BatchRecord>& batches) {
  using Answer = std::optional<LedgerRange>;
  if (settings.range.empty() && settings.start.empty() && settings.end.empty()) return Answer();
  TRY_ASSIGN(RangeSpec spec, CombineRange(settings.range, settings.start, settings.end));
  const RangeLookup lookup{.extent = [&]() -> Result<std::vector<LedgerRange>> {
                             return std::vector{FindGaps(batches, std::nullopt)->whole};
                           },
                           .close_time = [](std::uint32_t) -> Result<std::int64_t> {
                             return Error{Code::kInvalidArgument, "gaps: give ledgers, not dates"};
                           }};
  TRY_ASSIGN(LedgerRange range, ResolveRange(spec, lookup));
  return Answer(range);
}

}  // namespace

Status RunGaps(const Invocation& invocation) {
  const Settings& settings = invocation.settings;
  TRY_ASSIGN(std::unique_ptr<Lake> lake, OpenLakeToRead(settings));
  TRY_ASSIGN(Connection connection, lake->Connect());
  TRY_ASSIGN(std::vector<BatchRecord> batches, ReadBatches(connection, *lake));
  if (batches.empty()) return Error{Code::kNotFound, "the lake holds no ledgers yet"};
  TRY_ASSIGN(std::optional<LedgerRange> range, RangeOf(settings, batches));
  GapReport report = *FindGaps(batches, range);
  TRY(Print(settings.format == "json" ? GapReportJson(report) : GapReportText(report)));
  if (report.complete()) return {};
  return Error{Code::kDataLoss,
               "the lake has gaps; `stellarlake ingest` with the same range fills them"};
}

}  // namespace lake
