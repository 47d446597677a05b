#include "app/run_setup.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "app/await_ledgers.h"
#include "app/config.h"
#include "app/range.h"
#include "base/human.h"
#include "base/log.h"
#include "ingest/settle_network.h"
#include "source/bytes/ledger_peek.h"
#include "source/extent_once.h"

namespace lake {
namespace {

constexpr std::string_view kSpecificationSchema = "core";
constexpr std::string_view kSpecificationTables = "core";

Result<std::int64_t> CloseTime(LedgerSource& source, std::uint32_t sequence) {
  TRY(source.Seek({sequence, sequence}));
  TRY_ASSIGN(std::optional<RawLedger> ledger, source.Next());
  if (!ledger) {
    return Error{Code::kNotFound,
                 fmt::format("ledger {} is not in {}", sequence, source.Describe())};
  }
  TRY_ASSIGN(const LedgerPeek peek, PeekLedger(ledger->xdr).Context(ledger->origin));
  return peek.close_time;
}

Result<LedgerSet> LedgersOf(LedgerSource& source) {
  TRY_ASSIGN(SourceExtent extent, source.Extent());
  if (!extent.ledgers.empty()) return std::move(extent.ledgers);
  return Error{Code::kNotFound, fmt::format("{} has no ledgers", source.Describe())};
}

Result<LedgerRange> RangeOf(const Settings& settings, LedgerSource& source) {
  if (!NamesRange(settings)) {
    TRY_ASSIGN(const LedgerSet ledgers, LedgersOf(source));
    return LedgerRange{ledgers.first(), ledgers.last()};
  }
  TRY_ASSIGN(const RangeSpec spec, CombineRange(settings.range, settings.start, settings.end));
  const RangeLookup lookup{
      .extent = [&source] { return LedgersOf(source); },
      .close_time = [&source](std::uint32_t sequence) { return CloseTime(source, sequence); }};
  return ResolveRange(spec, lookup);
}

// enable_transactions and its likes of spec 001 leave tables out.
TableChoice ChoiceOf(const Settings& settings) {
  TableChoice choice{settings.tables, settings.exclude, settings.columns, {}};
  // A configuration of the specification names its schema, not its tables.
  if (choice.tables.empty() && settings.schema_name == kSpecificationSchema) {
    choice.tables = {std::string(kSpecificationTables)};
  }
  const auto leave_out = [&choice](std::initializer_list<const char*> names) {
    choice.exclude.insert(choice.exclude.end(), names.begin(), names.end());
  };
  if (!settings.enable_transactions) leave_out({"transactions_row_v1", "transactions_row_v2"});
  if (!settings.enable_operations) leave_out({"operations_row_v1", "operations_row_v2"});
  if (!settings.enable_balances) leave_out({"native_balances_snapshot_v1"});
  for (const auto& [table, of_table] : settings.table_settings) {
    choice.names[table] = of_table.table_name;
  }
  return choice;
}

// How many ledgers of `range` the source says it has; nothing when it does not know them all.
std::optional<std::uint64_t> CountPresent(const SourceExtent& extent, const LedgerRange& range) {
  if (!extent.exact || !range.last) return std::nullopt;
  return extent.ledgers.Within(range).count();
}

Error NothingThere(const LedgerSource& source, const LedgerRange& range) {
  return {Code::kNotFound, fmt::format("{} has no ledger of the range {}", source.Describe(),
                                       LedgersText(LedgerSpan{range.first, *range.last}))};
}

// With gaps allowed nobody is told of each of them: once, and right, is enough.
void WarnOfGaps(const SourceExtent& extent, const LedgerRange& range, const std::string& source) {
  if (!extent.exact || !range.last) return;
  const LedgerSet gaps = LedgerSet(range).Minus(extent.ledgers);
  if (gaps.empty()) return;
  LogWarn("{} lacks {} of the range in {}, the first {}; skipped, as --allow-gaps says", source,
          FormatCount(gaps.count(), "ledger"), FormatCount(gaps.ranges().size(), "gap"),
          LedgersText(gaps.ranges().front()));
}

// A follow may begin above the newest ledger; any ledger of the source tells its network.
std::uint32_t FirstToTry(LedgerSource& source, const LedgerRange& range) {
  constexpr std::uint32_t kLast = 16;
  if (range.last) return range.first;
  const Result<SourceExtent> extent = source.Extent();
  if (!extent.ok() || extent->ledgers.empty() || extent->ledgers.last() >= range.first) {
    return range.first;
  }
  const LedgerSpan newest = extent->ledgers.ranges().back();
  return newest.count() > kLast ? newest.last - kLast + 1 : newest.first;
}

Result<RunSetup> TryToPrepare(const Invocation& invocation, HealthBoard* board) {
  const Settings& settings = invocation.settings;
  RunSetup setup{
      std::make_unique<SourceStates>(), nullptr, nullptr, {}, {}, VerifyOf(settings), {}};
  setup.states->Attach(board);
  TRY_ASSIGN(setup.tables, ChooseTables(settings));
  TRY_ASSIGN(auto source, OpenRunSources(settings, SourcesOf(settings, invocation.arguments),
                                         setup.states.get(), invocation.stop));
  setup.source = MakeExtentOnce(std::move(source));
  const std::stop_callback wake(invocation.stop, [&setup] { setup.source->Stop(); });
  TRY_ASSIGN(setup.range, RangeOf(settings, *setup.source));
  TRY_ASSIGN(setup.network, SettleNetwork(*setup.source, FirstToTry(*setup.source, setup.range),
                                          settings.network));
  if (settings.allow_gaps) {
    TRY_ASSIGN(const SourceExtent extent, setup.source->Extent());
    setup.ledgers_present = CountPresent(extent, setup.range);
    if (setup.ledgers_present == 0) return NothingThere(*setup.source, setup.range);
    WarnOfGaps(extent, setup.range, setup.source->Describe());
  }
  return setup;
}

}  // namespace

std::string WantedNetwork(const Settings& settings, const std::string& of_lake) {
  if (!settings.network.empty()) return settings.network;
  return of_lake.starts_with("custom_") ? std::string() : of_lake;
}

bool NamesRange(const Settings& settings) {
  return !settings.range.empty() || !settings.start.empty() || !settings.end.empty();
}

bool FollowsTheTip(const Settings& settings) {
  if (!NamesRange(settings)) return false;
  const auto spec = CombineRange(settings.range, settings.start, settings.end);
  return spec.ok() && spec->last.kind == RangeBound::Kind::kOpen;
}

VerifyLevel VerifyOf(const Settings& settings) {
  if (settings.verify == "off") return VerifyLevel::kOff;
  return settings.verify == "header" ? VerifyLevel::kHeader : VerifyLevel::kStrict;
}

Result<LedgerRange> LedgersOfSettings(const Settings& settings, std::string_view command) {
  if (!NamesRange(settings)) return LedgerRange{1, std::nullopt};
  TRY_ASSIGN(const RangeSpec spec, CombineRange(settings.range, settings.start, settings.end));
  const auto unknown = [command](auto...) {
    return Error{Code::kInvalidArgument,
                 fmt::format("{} takes ledger sequences only, as in 53.3M:53.4M", command)};
  };
  const RangeLookup lookup{
      .extent = [&]() -> Result<LedgerSet> { return unknown(); },
      .close_time = [&](std::uint32_t) -> Result<std::int64_t> { return unknown(); }};
  return ResolveRange(spec, lookup);
}

Result<std::unique_ptr<SelectedTables>> ChooseTables(const Settings& settings) {
  return SelectedTables::Make(ChoiceOf(settings));
}

Result<std::string> SourceSpec(const Invocation& invocation) {
  const std::vector<std::string> sources = SourcesOf(invocation.settings, invocation.arguments);
  if (!sources.empty()) return sources.front();
  return Error{Code::kInvalidArgument,
               "a source is missing: name a folder, a file or an address, or set source.endpoint"};
}

Result<std::unique_ptr<LedgerSource>> OpenRunSource(const Settings& settings,
                                                    const std::string& spec, std::stop_token stop) {
  return OpenRunSources(settings, {spec}, nullptr, std::move(stop));
}

Result<RunSetup> PrepareRun(const Invocation& invocation, HealthBoard* board) {
  const Settings& settings = invocation.settings;
  if (board == nullptr || !FollowsTheTip(settings)) return TryToPrepare(invocation, board);
  TRY(SourceOptionsOf(settings, nullptr).status());  // other things that may not be there
  return AwaitLedgers(
      settings, SourcesOf(settings, invocation.arguments), invocation.stop,
      [board](Health health, std::string_view why) { board->Report("data_source", health, why); },
      [&] { return TryToPrepare(invocation, board); });
}

}  // namespace lake
