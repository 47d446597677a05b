// Proves a lake.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "app/open_lake.h"
#include "app/output.h"
#include "app/range.h"
#include "app/run_commands.h"
#include "app/run_setup.h"
#include "base/human.h"
#include "base/log.h"
#include "ingest/settle_network.h"
#include "ingest/verify.h"

namespace lake {
namespace {

constexpr std::size_t kFaultsShown = 50;

std::string Text(const VerifyReport& report, bool with_source) {
  std::string text = fmt::format(
      "{}   {} in {}, {}, {}, {}", report.ok() ? "verified" : "NOT verified",
      FormatCount(report.ledgers, "ledger"), FormatCount(report.batches, "batch", "batches"),
      FormatCount(report.tables, "table"), FormatCount(report.rows, "row"),
      FormatCount(report.files, "file"));
  if (with_source) {
    text += fmt::format(", {} extracted again", FormatCount(report.ledgers_compared, "ledger"));
  }
  text += '\n';
  for (const std::string& reason : report.quarantined) {
    text += fmt::format("kept aside {}\n", reason);
  }
  for (std::size_t i = 0; i < report.faults.size() && i < kFaultsShown; ++i) {
    text += fmt::format("fault      {}\n", report.faults[i]);
  }
  if (report.faults.size() > kFaultsShown) {
    text +=
        fmt::format("           and {} more\n", FormatCount(report.faults.size() - kFaultsShown));
  }
  return text;
}

std::string Json(const VerifyReport& report) {
  return nlohmann::json{{"ok", report.ok()},
                        {"batches", report.batches},
                        {"ledgers", report.ledgers},
                        {"tables", report.tables},
                        {"rows", report.rows},
                        {"files", report.files},
                        {"ledgers_compared", report.ledgers_compared},
                        {"quarantined", report.quarantined},
                        {"faults", report.faults}}
             .dump(2) +
         "\n";
}

// Ranges of verify are about the lake; only sequences make sense.
Result<LedgerRange> RangeOf(const Settings& settings) {
  if (settings.range.empty() && settings.start.empty() && settings.end.empty()) {
    return LedgerRange{1, std::nullopt};
  }
  TRY_ASSIGN(const RangeSpec spec, CombineRange(settings.range, settings.start, settings.end));
  const auto unknown = [](auto...) {
    return Error{Code::kInvalidArgument, "verify takes ledger sequences only, as in 53.3M:53.4M"};
  };
  const RangeLookup lookup{
      .extent = [&]() -> Result<std::vector<LedgerRange>> { return unknown(); },
      .close_time = [&](std::uint32_t) -> Result<std::int64_t> { return unknown(); }};
  return ResolveRange(spec, lookup);
}

Status AgainstSource(const Invocation& invocation, Lake& lake, const StoredNames& names,
                     LedgerRange range, const VerifyNotes& note, VerifyReport& report) {
  const Settings& settings = invocation.settings;
  TRY_ASSIGN(Connection connection, lake.Connect());
  TRY_ASSIGN(const std::string of_lake, NetworkOfLake(connection, lake));
  TRY_ASSIGN(const std::unique_ptr<LedgerSource> source,
             OpenRunSource(settings, settings.verify_source));
  const std::stop_callback wake(invocation.stop, [&source] { source->Stop(); });
  const std::uint32_t first = report.covered.empty() ? range.first : report.covered.front().first;
  TRY_ASSIGN(const Network network, SettleNetwork(*source, std::max(first, range.first),
                                                  WantedNetwork(settings, of_lake)));
  ExtractionOptions options;
  options.workers = settings.workers;
  return VerifyAgainstSource(lake, names, *source, network, range, options, SystemClock(), note,
                             invocation.stop, report);
}

}  // namespace

Status RunVerify(const Invocation& invocation) {
  const Settings& settings = invocation.settings;
  TRY_ASSIGN(const std::unique_ptr<Lake> lake, OpenLakeToRead(settings));
  TRY_ASSIGN(const LedgerRange range, RangeOf(settings));
  const VerifyNotes note = [](const std::string& part) { LogDebug("verify: {}", part); };
  VerifyReport report;
  TRY_ASSIGN(const std::unique_ptr<SelectedTables> tables, ChooseTables(settings));
  const StoredNames& names = tables->stored_names();
  TRY(VerifyLake(*lake, names, range, note, invocation.stop, report));
  const bool with_source = !settings.verify_source.empty() && !report.covered.empty();
  if (with_source) TRY(AgainstSource(invocation, *lake, names, range, note, report));
  TRY(Print(settings.format == "json" ? Json(report) : Text(report, with_source)));
  if (report.ok()) return {};
  return {Code::kDataLoss, "the lake is not what its lineage says; the faults are named above"};
}

}  // namespace lake
