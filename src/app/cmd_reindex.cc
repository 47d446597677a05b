// Fills tables that came later than the ledgers of a lake.
#include <fmt/format.h>

#include "app/config.h"
#include "app/open_lake.h"
#include "app/output.h"
#include "app/reindex_text.h"
#include "app/run_commands.h"
#include "app/run_setup.h"
#include "base/human.h"
#include "base/log.h"
#include "ingest/settle_network.h"
#include "lake/fence.h"
#include "lake/file_spans.h"
#include "reindex/lake_ledgers.h"
#include "reindex/planned_sink.h"
#include "reindex/stored_tables.h"
#include "sink/ducklake_sink.h"
#include "sink/lake_batches.h"
#include "tables/all.h"
#include "verify/verification.h"

namespace lake {
namespace {

constexpr std::int64_t kSayEveryMicros = 5'000'000;

struct Found {
  std::string schema;
  ReindexPlan plan;
  std::vector<std::string> not_asked;  // tables that came later, and lack ledgers
  // Where the lake is the source.
  StoredTables stored;
  Network network;
};

// Rows that are not what was written are no witness of anything.
Status LeaveOutDamage(Lake& lake, const StoredNames& names, const std::stop_token& stop,
                      ReindexPlan& plan) {
  LogInfo("verifying the rows that the tables are made from");
  const LedgerSet ledgers = plan.ledgers();
  VerifyScope scope{
      names,
      {.tables = {std::string(kLedgers.spec->name), std::string(kTransactions.spec->name)},
       .exclude = {}},
      {ledgers.first(), ledgers.last()}};
  Verification verification(
      lake, std::move(scope), SystemClock(), [](const std::string&) {}, stop);
  TRY(verification.CheckLake());
  const VerifyReport& report = verification.report();
  for (const DamagedRows& damaged : report.damaged_rows) {
    LeaveOut(plan, {damaged.ledgers},
             fmt::format("{} has not the rows that were written; `stellarlake repair SOURCE` makes "
                         "them anew",
                         damaged.table));
  }
  if (report.damaged_files.empty() && report.other_faults == 0) return {};
  return {Code::kDataLoss,
          fmt::format("the lake is not what it says it is: {}; `stellarlake verify` names all "
                      "faults",
                      report.faults.front())};
}

// For people who wait.
std::function<void(std::uint32_t)> TellOf(const LedgerSet& ledgers) {
  return [all = ledgers.count(), done = std::uint64_t{0},
          said = SystemClock().MonotonicMicros()](std::uint32_t) mutable {
    ++done;
    const std::int64_t now = SystemClock().MonotonicMicros();
    if (now - said < kSayEveryMicros) return;
    said = now;
    LogInfo("proved the order of {} of {}", FormatCount(done), FormatCount(all, "ledger"));
  };
}

Status LeaveOutUnproved(Lake& lake, Connection& connection, const StoredRows& rows,
                        const std::stop_token& stop, ReindexPlan& plan) {
  LogInfo("proving the order of transactions");
  const LedgerSet ledgers = plan.ledgers();
  TRY_ASSIGN(const StoredFacts facts, ReadStoredFacts([&lake] { return lake.Connect(); },
                                                      rows.tables, ledgers, TellOf(ledgers), stop));
  TRY_ASSIGN(std::vector<FileSpan> files, ReadFileSpans(connection, lake, rows.transactions_name,
                                                        kTransactions.spec->sequence_column));
  std::erase_if(files, [&](const FileSpan& file) {
    return facts.out_of_order.Within({file.ledgers.first, file.ledgers.last}).empty();
  });
  KeepProved(plan, facts, PathsText(files));
  return {};
}

Status LookAtStored(const Invocation& invocation, Lake& lake, Connection& connection,
                    const StoredNames& names, Found& found) {
  TRY_ASSIGN(const LakeContents contents, ReadLakeContents(connection, lake, names));
  const StoredRows rows = FindStoredRows(contents);
  ReindexPlan& plan = found.plan;
  KeepMadeFromLake(plan, rows.ledgers, rows.tables.has_metas);
  if (!plan.empty()) TRY(LeaveOutDamage(lake, names, invocation.stop, plan));
  if (!plan.empty()) TRY(LeaveOutUnproved(lake, connection, rows, invocation.stop, plan));
  if (plan.empty()) return {};
  found.stored = rows.tables;
  LakeLedgers ledgers(rows.tables, plan.ledgers(), [&lake] { return lake.Connect(); });
  TRY_ASSIGN(const std::string network, NetworkOfLake(connection, lake));
  TRY_ASSIGN(found.network, SettleNetwork(ledgers, plan.ledgers().first(),
                                          WantedNetwork(invocation.settings, network)));
  return {};
}

// Opens and closes the lake: an embedded catalog is open once at a time.
Result<Found> Look(const Invocation& invocation) {
  const Settings& settings = invocation.settings;
  TRY_ASSIGN(const LedgerRange range, LedgersOfSettings(settings, "reindex"));
  TRY_ASSIGN(const std::unique_ptr<SelectedTables> tables, ChooseTables(settings));
  TRY_ASSIGN(const std::unique_ptr<Lake> lake, OpenLakeToRead(settings));
  TRY_ASSIGN(Connection connection, lake->Connect());
  TRY_ASSIGN(const std::vector<BatchRecord> batches, ReadBatches(connection, *lake));
  Found found;
  found.schema = lake->options().schema_name;
  const Coverage coverage = Coverage::Of(batches);
  found.plan = PlanReindex(coverage, TableNames(tables->set()), range);
  // Of a configuration that was written before they came.
  if (found.plan.empty() && settings.exclude.empty()) {
    const std::vector<std::string> groups = {"extra", "index"};
    TRY_ASSIGN(const TableSet later, SelectTables(groups));
    found.not_asked = PlanReindex(coverage, TableNames(later), range).tables();
  }
  if (!invocation.arguments.empty() || found.plan.empty()) return found;
  TRY(LookAtStored(invocation, *lake, connection, tables->stored_names(), found));
  return found;
}

Status Fill(const Invocation& invocation, const Found& found) {
  Settings settings = invocation.settings;
  const LedgerSet ledgers = found.plan.ledgers();
  settings.schema_name = found.schema;
  settings.tables = found.plan.tables();
  settings.exclude.clear();
  settings.start.clear();
  settings.end.clear();
  settings.range = fmt::format("{}:{}", ledgers.first(), ledgers.last());
  settings.allow_gaps = false;  // what the lake has not is none of the plan
  LakeLedgers* own = nullptr;
  PrepareSource prepare = &PrepareRun;
  if (invocation.arguments.empty()) {
    settings.verify = "header";  // the source proves results, the lake keeps no set
    prepare = [&](const Invocation& run, HealthBoard*) -> Result<RunSetup> {
      RunSetup setup{std::make_unique<SourceStates>(), nullptr, nullptr, found.network, {}, {}, {}};
      TRY_ASSIGN(setup.tables, ChooseTables(run.settings));
      // Connected once there is a sink.
      auto source = std::make_unique<LakeLedgers>(found.stored, ledgers, LakeLedgers::Connect());
      own = source.get();
      setup.source = std::move(source);
      setup.range = {ledgers.first(), ledgers.last()};
      setup.verify = VerifyOf(run.settings);
      return setup;
    };
  }
  return IngestIntoLake({settings, invocation.arguments, invocation.stop}, prepare,
                        [&](DuckLakeSink& sink) -> std::unique_ptr<Sink> {
                          if (own != nullptr) {
                            own->ReadThrough([&sink] {
                              return Connection::Open(sink.writer().lake().shared_database());
                            });
                          }
                          return std::make_unique<PlannedSink>(sink, found.plan, [&own] {
                            if (own != nullptr) own->Release();
                          });
                        });
}

}  // namespace

Status RunReindex(const Invocation& given) {
  Settings settings = given.settings;
  // A configuration chooses columns for what an ingest writes.
  settings.columns.clear();
  std::erase_if(settings.exclude,
                [](const std::string& name) { return name.find('.') != std::string::npos; });
  const Invocation invocation{settings, given.arguments, given.stop};
  TRY_ASSIGN(const Found found, Look(invocation));
  const ReindexOutcome outcome{.plan = found.plan,
                               .asked = settings.tables,
                               .dry_run = settings.dry_run,
                               .not_asked = found.not_asked};
  if (!settings.dry_run && !found.plan.empty()) TRY(Fill(invocation, found));
  TRY(Print(settings.format == "json" ? ReindexJson(outcome) : ReindexText(outcome)));
  if (outcome.ok()) return {};
  return {Code::kDataLoss,
          "the tables lack ledgers of the lake; `stellarlake reindex SOURCE` fills what is left"};
}

}  // namespace lake
