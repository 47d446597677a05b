// Which ledgers a lake lacks, and fetching them.
#include <fmt/format.h>

#include "app/config.h"
#include "app/gap_report.h"
#include "app/lake_choice.h"
#include "app/open_lake.h"
#include "app/output.h"
#include "app/range.h"
#include "app/run_commands.h"
#include "app/run_setup.h"
#include "ingest/quarantine_source.h"
#include "ingest/settle_network.h"
#include "lake/fence.h"
#include "sink/lake_batches.h"
#include "sink/lake_quarantine.h"

namespace lake {
namespace {

// Quarantined ledgers that are held in memory to be filled in.
constexpr std::uint64_t kBytesAtOnce = std::uint64_t{256} << 20;

// The range that was asked for, among the ledgers of the lake; nothing when none was.
Result<std::optional<LedgerRange>> RangeOf(const Settings& settings,
                                           const std::vector<BatchRecord>& batches,
                                           const std::vector<QuarantineRecord>& aside) {
  using Answer = std::optional<LedgerRange>;
  if (settings.range.empty() && settings.start.empty() && settings.end.empty()) return Answer();
  TRY_ASSIGN(RangeSpec spec, CombineRange(settings.range, settings.start, settings.end));
  const RangeLookup lookup{.extent = [&]() -> Result<LedgerSet> {
                             return LedgerSet(FindGaps(batches, std::nullopt, aside)->whole);
                           },
                           .close_time = [](std::uint32_t) -> Result<std::int64_t> {
                             return Error{Code::kInvalidArgument, "gaps: give ledgers, not dates"};
                           }};
  TRY_ASSIGN(LedgerRange range, ResolveRange(spec, lookup));
  return Answer(range);
}

struct LakeGaps {
  std::string schema;
  std::string network;
  std::vector<std::string> tables;  // of the lake; read for --fill only
  GapReport report;
};

// Opens and closes the lake: an embedded catalog is open once at a time.
Result<LakeGaps> ReadGaps(const Settings& settings) {
  TRY_ASSIGN(std::unique_ptr<Lake> lake, OpenLakeToRead(settings));
  TRY_ASSIGN(Connection connection, lake->Connect());
  TRY_ASSIGN(std::vector<BatchRecord> batches, ReadBatches(connection, *lake));
  TRY_ASSIGN(const std::vector<QuarantineRecord> aside, ReadQuarantine(connection, *lake));
  if (batches.empty() && aside.empty()) {
    return Error{Code::kNotFound, "the lake holds no ledgers yet"};
  }
  TRY_ASSIGN(std::optional<LedgerRange> range, RangeOf(settings, batches, aside));
  GapReport report = *FindGaps(batches, range, aside);
  TRY_ASSIGN(std::string network, NetworkOfLake(connection, *lake));
  // A lake that has nothing but ledgers that are kept aside lacks them in all of its tables.
  std::vector<std::string> tables = Coverage::Of(batches).tables();
  if (settings.fill && tables.empty()) {
    TRY_ASSIGN(tables, TablesOfLake(connection, *lake, settings));
  }
  return LakeGaps{lake->options().schema_name, std::move(network), std::move(tables),
                  std::move(report)};
}

// What the lake itself keeps of the missing ledgers.
Result<RunSetup> FromQuarantine(const Settings& settings, const LakeGaps& gaps) {
  TRY_ASSIGN(const std::unique_ptr<Lake> lake, OpenLakeToRead(settings));
  TRY_ASSIGN(Connection connection, lake->Connect());
  RunSetup setup{
      std::make_unique<SourceStates>(), nullptr, nullptr, {}, {}, VerifyOf(settings), {}};
  TRY_ASSIGN(setup.source,
             QuarantineSource::Read(connection, *lake, gaps.report.whole, kBytesAtOnce));
  TRY_ASSIGN(setup.tables, ChooseTables(settings));
  setup.range = gaps.report.whole;
  TRY_ASSIGN(setup.network, SettleNetwork(*setup.source, setup.range.first,
                                          WantedNetwork(settings, gaps.network)));
  return setup;
}

// Ingests the range into tables that the lake has: each gets what it lacks.
Status Fill(const Invocation& invocation, const LakeGaps& gaps) {
  Settings settings = invocation.settings;
  settings.schema_name = gaps.schema;
  settings.tables = gaps.tables;
  settings.exclude.clear();
  settings.columns.clear();  // those of the lake
  settings.format.clear();   // the sentence of an ingest is the answer
  settings.start.clear();
  settings.end.clear();
  settings.range = fmt::format("{}:{}", gaps.report.whole.first, *gaps.report.whole.last);
  const bool has_source = !SourcesOf(settings, invocation.arguments).empty();
  if (has_source || gaps.report.quarantined.empty()) {
    return IngestIntoLake({settings, invocation.arguments, invocation.stop});
  }
  settings.allow_gaps = true;
  return IngestIntoLake({settings, invocation.arguments, invocation.stop},
                        [&gaps](const Invocation& fill, HealthBoard*) {
                          return FromQuarantine(fill.settings, gaps);
                        });
}

Error Incomplete(const GapReport& report) {
  if (report.quarantined.empty()) {
    return {Code::kDataLoss, "the lake has gaps; `stellarlake gaps SOURCE --fill` repairs them"};
  }
  return {Code::kDataLoss,
          "the lake has gaps, and keeps ledgers aside that its writer did not know; with a version "
          "that does, `stellarlake gaps [SOURCE] --fill` repairs them"};
}

}  // namespace

Status RunGaps(const Invocation& invocation) {
  const Settings& settings = invocation.settings;
  TRY_ASSIGN(const LakeGaps gaps, ReadGaps(settings));
  if (settings.fill && !gaps.report.complete()) return Fill(invocation, gaps);
  const Status printed =
      Print(settings.format == "json" ? GapReportJson(gaps.report) : GapReportText(gaps.report));
  // Scripts are told of gaps also when nobody reads on.
  return gaps.report.complete() ? printed : Status(Incomplete(gaps.report));
}

}  // namespace lake
