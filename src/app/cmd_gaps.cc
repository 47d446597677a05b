// Which ledgers a lake lacks, and fetching them.
#include <fmt/format.h>

#include "app/gap_report.h"
#include "app/open_lake.h"
#include "app/output.h"
#include "app/range.h"
#include "app/run_commands.h"
#include "app/run_setup.h"
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

struct LakeGaps {
  std::string schema;
  std::vector<std::string> tables;
  GapReport report;
};

// Opens and closes the lake: an embedded catalog is open once at a time.
Result<LakeGaps> ReadGaps(const Settings& settings) {
  TRY_ASSIGN(std::unique_ptr<Lake> lake, OpenLakeToRead(settings));
  TRY_ASSIGN(Connection connection, lake->Connect());
  TRY_ASSIGN(std::vector<BatchRecord> batches, ReadBatches(connection, *lake));
  if (batches.empty()) return Error{Code::kNotFound, "the lake holds no ledgers yet"};
  TRY_ASSIGN(std::optional<LedgerRange> range, RangeOf(settings, batches));
  GapReport report = *FindGaps(batches, range);
  return LakeGaps{lake->options().schema_name, batches.front().tables, std::move(report)};
}

// Ingests the range into the tables that the lake has.
Status Fill(const Invocation& invocation, const LakeGaps& gaps) {
  Settings settings = invocation.settings;
  settings.schema_name = gaps.schema;
  settings.tables = gaps.tables;
  settings.start.clear();
  settings.end.clear();
  settings.range = fmt::format("{}:{}", gaps.report.whole.first, *gaps.report.whole.last);
  return IngestInto({settings, invocation.arguments, invocation.stop});
}

}  // namespace

Status RunGaps(const Invocation& invocation) {
  const Settings& settings = invocation.settings;
  TRY_ASSIGN(const LakeGaps gaps, ReadGaps(settings));
  if (settings.fill && !gaps.report.complete()) return Fill(invocation, gaps);
  TRY(Print(settings.format == "json" ? GapReportJson(gaps.report) : GapReportText(gaps.report)));
  if (gaps.report.complete()) return {};
  return Error{Code::kDataLoss, "the lake has gaps; `stellarlake gaps SOURCE --fill` repairs them"};
}

}  // namespace lake
