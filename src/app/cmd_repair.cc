// Makes rows of a lake anew.
#include <fmt/format.h>

#include <algorithm>

#include "app/config.h"
#include "app/open_lake.h"
#include "app/output.h"
#include "app/range.h"
#include "app/repair_report_text.h"
#include "app/run_commands.h"
#include "app/run_setup.h"
#include "base/code.h"
#include "base/human.h"
#include "base/log.h"
#include "base/version.h"
#include "ingest/settle_network.h"
#include "lake/fence.h"
#include "lineage/batch_rows.h"
#include "verify/verification.h"

namespace lake {
namespace {

constexpr std::int64_t kSayEveryMicros = 5'000'000;

constexpr std::string_view kNotFromLedgers =
    "what the lake says of itself cannot be read, and not be made from ledgers: restore the file "
    "from a backup, or make a new lake (stellarlake ingest SOURCE --lake NEW)";

// What was found in the lake; its parts point into each other.
struct Found {
  LakeOptions options;  // with the schema that there is
  std::string network;
  VerifyReport report;
  LakeContents contents;
  RepairPlan plan;
};

VerifyScope ScopeOf(const Settings& settings, const SelectedTables& tables,
                    const LedgerRange& range) {
  return {tables.stored_names(), {settings.tables, settings.exclude}, range};
}

Result<VerifyReport> Verify(Lake& lake, VerifyScope scope, const std::stop_token& stop) {
  const VerifyNotes note = [](const std::string& part) { LogDebug("verify: {}", part); };
  Verification verification(lake, std::move(scope), SystemClock(), note, stop);
  TRY(verification.CheckLake());
  return verification.report();
}

Status Plan(Lake& lake, const VerifyScope& scope, Found& found) {
  TRY_ASSIGN(Connection connection, lake.Connect());
  auto network = NetworkOfLake(connection, lake);
  auto contents = ReadLakeContents(connection, lake, scope.names);
  for (const Status& read : {network.status(), contents.status()}) {
    if (read.ok()) continue;
    if (IsRetryable(read.error().code)) return read;
    found.plan.left.push_back(fmt::format("{} ({})", kNotFromLedgers, read.error().message));
    return {};
  }
  found.network = *std::move(network);
  found.contents = *std::move(contents);
  LinkTables(found.contents);
  TRY(KeepTables(scope.tables, found.contents));
  TRY_ASSIGN(found.plan, PlanRepair(connection, lake, found.contents, found.report));
  return {};
}

// Opens and closes the lake: an embedded catalog is open once at a time.
Status Look(const Invocation& invocation, const VerifyScope& scope, Found& found) {
  LogInfo("verifying the lake");
  TRY_ASSIGN(const std::unique_ptr<Lake> lake, OpenLakeToRead(invocation.settings));
  found.options = LakeOptionsOf(invocation.settings);
  found.options.schema_name = lake->options().schema_name;
  found.options.create = false;
  TRY_ASSIGN(found.report, Verify(*lake, scope, invocation.stop));
  return found.report.ok() ? Status() : Plan(*lake, scope, found);
}

Repair::Notes TellOf(const RepairPlan& plan) {
  std::uint64_t ledgers = 0;
  for (const auto& group : plan.groups) ledgers += LedgersOf(group).count();
  return [ledgers, done = std::uint64_t{0},
          said = SystemClock().MonotonicMicros()](std::uint32_t sequence) mutable {
    ++done;
    const std::int64_t now = SystemClock().MonotonicMicros();
    if (now - said < kSayEveryMicros) return;
    said = now;
    LogInfo("extracted {} of {}, the last is {}", FormatCount(done), FormatCount(ledgers, "ledger"),
            FormatCount(sequence));
  };
}

Status MakeAnew(const Invocation& invocation, const StoredNames& names, const Found& found,
                RepairReport& report) {
  const Settings& settings = invocation.settings;
  TRY_ASSIGN(const std::string spec, SourceSpec(invocation));
  TRY_ASSIGN(const auto source, OpenRunSource(settings, spec, invocation.stop));
  const std::stop_callback wake(invocation.stop, [&source] { source->Stop(); });
  const std::uint32_t first = LedgersOf(found.plan.groups.front()).empty()
                                  ? found.plan.groups.front().front().ledgers.first
                                  : LedgersOf(found.plan.groups.front()).first();
  TRY_ASSIGN(const Network network,
             SettleNetwork(*source, first, WantedNetwork(settings, found.network)));
  LakeWriterOptions options;
  options.lake = found.options;
  options.stop = invocation.stop;
  options.checks_files = false;
  LakeWriter writer(std::move(options),
                    {.network = found.network,
                     .program = fmt::format("{}/{}", settings.service_name, Version()),
                     .writer = ThisWriter()});
  TRY(writer.Open());
  TRY(writer.ReadStorage());
  const RepairSource from{*source, network, {.workers = settings.workers}};
  Repair repair(writer, found.contents, names, from, TellOf(found.plan), invocation.stop);
  const Status status = repair.Run(found.plan);
  report = repair.report();
  const Status closed = writer.Close();
  return status.ok() ? closed : status;
}

// Of what was repaired, or of all where something else was at fault, too.
VerifyScope ScopeAfter(VerifyScope scope, const Found& found) {
  if (found.report.other_faults > 0) return scope;
  LedgerSet ledgers;
  scope.tables.tables.clear();
  for (const auto& group : found.plan.groups) {
    ledgers.Add(LedgersOf(group));
    for (const RepairPart& part : group) {
      scope.tables.tables.emplace_back(part.table->spec.name);
    }
  }
  if (!ledgers.empty()) scope.range = {ledgers.first(), ledgers.last()};
  return scope;
}

Status VerifyAgain(const Invocation& invocation, const VerifyScope& scope, RepairReport& report) {
  TRY_ASSIGN(const std::unique_ptr<Lake> lake, OpenLakeToRead(invocation.settings));
  TRY_ASSIGN(const VerifyReport after, Verify(*lake, scope, invocation.stop));
  for (const std::string& fault : after.faults) {
    if (std::ranges::find(report.left, fault) == report.left.end()) report.left.push_back(fault);
  }
  if (after.ok()) {
    LogInfo("verified again: {}, {}", FormatCount(after.ledgers, "ledger"),
            FormatCount(after.rows, "row"));
  }
  return {};
}

Status RepairLake(const Invocation& invocation, RepairOutcome& outcome) {
  const Settings& settings = invocation.settings;
  TRY_ASSIGN(const LedgerRange range, LedgersOfSettings(settings, "repair"));
  TRY_ASSIGN(const std::unique_ptr<SelectedTables> tables, ChooseTables(settings));
  const VerifyScope scope = ScopeOf(settings, *tables, range);
  Found found;
  TRY(Look(invocation, scope, found));
  outcome.report = ForeseeRepair(found.plan);
  if (found.report.ok() || settings.dry_run) return {};
  outcome.report = {.repaired = {}, .left = found.plan.left};
  if (!found.plan.empty()) {
    TRY(MakeAnew(invocation, tables->stored_names(), found, outcome.report));
  }
  return VerifyAgain(invocation, ScopeAfter(scope, found), outcome.report);
}

}  // namespace

Status RunRepair(const Invocation& invocation) {
  RepairOutcome outcome{.report = {}, .dry_run = invocation.settings.dry_run};
  const Status status = RepairLake(invocation, outcome);
  if (!status.ok() && outcome.report.repaired.empty() && outcome.report.left.empty()) {
    return status;
  }
  const Status printed =
      Print(invocation.settings.format == "json" ? RepairJson(outcome) : RepairText(outcome));
  TRY(status);
  if (outcome.ok()) return printed;
  return {Code::kDataLoss, "the lake is not whole; what is left is named above"};
}

}  // namespace lake
