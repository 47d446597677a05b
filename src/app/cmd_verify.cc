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
#include "base/redact.h"
#include "base/visible_text.h"
#include "ingest/settle_network.h"
#include "lake/fence.h"
#include "verify/verification.h"

namespace lake {
namespace {

constexpr std::size_t kFaultsShown = 50;

struct Outcome {
  Status status;  // an error: it did not come to its end
  VerifyReport report;
  bool with_source = false;
  LedgerSet missing;  // of the range that was asked for
  bool nothing() const { return report.batches == 0; }
};

std::string_view Verdict(const Outcome& outcome) {
  if (!outcome.report.ok()) return "NOT verified";
  if (!outcome.status.ok()) return "not finished";
  return outcome.nothing() ? "nothing verified" : "verified";
}

std::string MissingText(const LedgerSet& missing) {
  return fmt::format("lacks      {} of the range, the first {}; `stellarlake gaps` lists them\n",
                     FormatCount(missing.count(), "ledger"), FormatCount(missing.first()));
}

std::string Text(const Outcome& outcome) {
  const VerifyReport& report = outcome.report;
  std::string text = fmt::format(
      "{}   {} in {}, {}, {}, {}", Verdict(outcome), FormatCount(report.ledgers, "ledger"),
      FormatCount(report.batches, "batch", "batches"), FormatCount(report.tables, "table"),
      FormatCount(report.rows, "row"), FormatCount(report.files, "file"));
  if (outcome.with_source) {
    text += fmt::format(", {} extracted again", FormatCount(report.ledgers_compared, "ledger"));
  }
  text += '\n';
  if (!outcome.missing.empty()) text += MissingText(outcome.missing);
  for (const std::string& reason : report.quarantined) {
    text += fmt::format("kept aside {}\n", VisibleText(reason));
  }
  for (std::size_t i = 0; i < report.faults.size() && i < kFaultsShown; ++i) {
    text += fmt::format("fault      {}\n", VisibleText(report.faults[i]));
  }
  if (report.faults.size() > kFaultsShown) {
    text +=
        fmt::format("           and {} more\n", FormatCount(report.faults.size() - kFaultsShown));
  }
  return text;
}

std::string Json(const Outcome& outcome) {
  const VerifyReport& report = outcome.report;
  nlohmann::json missing = nlohmann::json::array();
  for (const LedgerSpan& part : outcome.missing.ranges()) {
    missing.push_back({part.first, part.last});
  }
  nlohmann::json json{{"ok", report.ok() && outcome.status.ok() && !outcome.nothing()},
                      {"finished", outcome.status.ok()},
                      {"batches", report.batches},
                      {"ledgers", report.ledgers},
                      {"tables", report.tables},
                      {"rows", report.rows},
                      {"files", report.files},
                      {"ledgers_compared", report.ledgers_compared},
                      {"missing", missing},
                      {"quarantined", report.quarantined},
                      {"faults", report.faults}};
  if (!outcome.status.ok()) json["error"] = Redact(outcome.status.error().message);
  return json.dump(2, ' ', true, nlohmann::json::error_handler_t::replace) + "\n";
}

// Without an end, the range reaches as far as the lake does.
LedgerSet MissingOf(const LedgerRange& range, const LedgerSet& covered) {
  LedgerRange bounded = range;
  if (!bounded.last) {
    if (covered.empty()) return {};
    bounded.last = covered.last();
  }
  return LedgerSet(bounded).Minus(covered);
}

Status AgainstSource(const Invocation& invocation, Lake& lake, Verification& verification) {
  const Settings& settings = invocation.settings;
  TRY_ASSIGN(Connection connection, lake.Connect());
  // One that cannot be read is a fault already; then the ledgers' own hashes tell.
  const auto of_lake = NetworkOfLake(connection, lake);
  TRY_ASSIGN(const std::unique_ptr<LedgerSource> source,
             OpenRunSource(settings, settings.verify_source, invocation.stop));
  const std::stop_callback wake(invocation.stop, [&source] { source->Stop(); });
  TRY_ASSIGN(const Network network,
             SettleNetwork(*source, verification.report().covered.first(),
                           WantedNetwork(settings, of_lake.ok() ? *of_lake : std::string())));
  ExtractionOptions options;
  options.workers = settings.workers;
  return verification.CompareWith({*source, network, options});
}

Status Check(const Invocation& invocation, Lake& lake, const LedgerRange& range,
             Verification& verification, Outcome& outcome) {
  const Settings& settings = invocation.settings;
  TRY(verification.CheckLake());
  const LedgerSet& covered = verification.report().covered;
  if (NamesRange(settings)) outcome.missing = MissingOf(range, covered);
  outcome.with_source = !settings.verify_source.empty() && !covered.empty();
  return outcome.with_source ? AgainstSource(invocation, lake, verification) : Status();
}

Status Verify(const Invocation& invocation, Outcome& outcome) {
  const Settings& settings = invocation.settings;
  TRY_ASSIGN(const LedgerRange range, LedgersOfSettings(settings, "verify"));
  TRY_ASSIGN(const std::unique_ptr<SelectedTables> tables, ChooseTables(settings));
  TRY_ASSIGN(const std::unique_ptr<Lake> lake, OpenLakeToRead(settings));
  const VerifyNotes note = [](const std::string& part) { LogDebug("verify: {}", part); };
  const VerifyScope scope{tables->stored_names(), {settings.tables, settings.exclude}, range};
  Verification verification(*lake, scope, SystemClock(), note, invocation.stop);
  Status status = Check(invocation, *lake, range, verification, outcome);
  outcome.report = verification.report();
  return status;
}

Error NotFinished(const Outcome& outcome) {
  const Error& error = outcome.status.error();
  if (error.code != Code::kCancelled) return error;
  return {Code::kCancelled, "verify is not finished; what it had not looked at is not proved"};
}

}  // namespace

Status RunVerify(const Invocation& invocation) {
  Outcome outcome;
  outcome.status = Verify(invocation, outcome);
  const VerifyReport& report = outcome.report;
  const bool json = invocation.settings.format == "json";
  const bool has_looked = report.files + report.batches > 0;
  Status printed;
  if (json || outcome.status.ok() || has_looked) {
    printed = Print(json ? Json(outcome) : Text(outcome));
  }
  if (!outcome.status.ok()) return NotFinished(outcome);
  if (!report.ok()) {
    return {Code::kDataLoss, "the lake is not what its lineage says; the faults are named above"};
  }
  if (outcome.nothing()) {
    return {Code::kNotFound, NamesRange(invocation.settings)
                                 ? "nothing to verify: the lake holds no ledger of this range"
                                 : "nothing to verify: the lake holds no ledgers yet"};
  }
  return printed;
}

}  // namespace lake
