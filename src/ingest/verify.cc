#include "ingest/verify.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <span>

#include "ingest/verify_batches.h"
#include "ingest/verify_borders.h"
#include "ingest/verify_faults.h"
#include "ingest/verify_quarantine.h"
#include "lake/durable_files.h"
#include "table/sql_text.h"

namespace lake {
namespace {

// Read in one pass; a stop waits for as many.
constexpr std::size_t kBatchesAtOnce = 100;

constexpr std::string_view kLedgers = "ledgers_row_v2";

bool Overlaps(const CoveredRange& covered, LedgerRange range) {
  return covered.last >= range.first && (!range.last || covered.first <= *range.last);
}

// A narrow lake may have left out what links its ledgers; the ends of batches still chain.
bool HasChain(const LakeTable& ledgers) {
  constexpr std::string_view kLinks[] = {"ledger_hash", "previous_ledger_hash"};
  return std::ranges::all_of(kLinks, [&ledgers](std::string_view name) {
    return std::ranges::find(ledgers.columns, name, &ColumnSpec::name) != ledgers.columns.end();
  });
}

// Ledgers of batches chain by their own table. Where one batch ends and the next begins is
// VerifyBorders' to judge.
Status VerifyChain(Connection& connection, const std::string& ledgers,
                   std::span<const BatchRecord> batches, VerifyReport& report) {
  std::set<std::int64_t> firsts;
  std::uint32_t last = 0;
  for (const BatchRecord& batch : batches) {
    if (!std::ranges::binary_search(batch.tables, kLedgers)) continue;
    firsts.insert(batch.range.first);
    last = std::max(last, batch.range.last);
  }
  if (firsts.empty()) return {};
  TRY_ASSIGN(QueryResult result,
             connection.Query(fmt::format(
                 "SELECT sequence FROM (SELECT sequence, previous_ledger_hash, lag(ledger_hash) "
                 "OVER w AS before, lag(sequence) OVER w AS behind FROM {} WHERE sequence BETWEEN "
                 "{} AND {} WINDOW w AS (ORDER BY sequence)) WHERE behind IS NOT NULL AND (behind "
                 "<> sequence - 1 OR before <> previous_ledger_hash)",
                 ledgers, *firsts.begin(), last)));
  return ForEachRow(result, [&](std::size_t row) -> Status {
    const std::int64_t sequence = result.Int(0, row);
    if (firsts.contains(sequence)) return {};
    report.AddFault(fmt::format("ledger {} does not chain with the ledger before it", sequence));
    return {};
  });
}

Status VerifyFiles(Connection& connection, const Lake& lake, VerifyReport& report) {
  if (!lake.has_local_data()) return {};
  TRY_ASSIGN(const std::vector<LakeFile> files, ReadNewFiles(connection, lake, -1));
  report.files = files.size();
  for (const LakeFile& file : files) {
    if (const Status status = CheckFile(file); !status.ok()) {
      report.AddFault(status.error().message);
    }
  }
  return {};
}

// Who is told how far it is, and who may end it.
struct VerifyCaller {
  const VerifyNotes& note;
  const std::stop_token& stop;
};

Status VerifyRows(Connection& connection, const Lake& lake, const LakeContents& contents,
                  std::span<const BatchRecord> left, const VerifyCaller& caller,
                  VerifyReport& report) {
  const auto ledgers = std::ranges::find_if(
      contents.tables, [](const LakeTable& table) { return table.spec.name == kLedgers; });
  const bool has_chain = ledgers != contents.tables.end() && HasChain(*ledgers);
  while (!left.empty()) {
    if (caller.stop.stop_requested()) return {Code::kCancelled, "stopped"};
    const auto batches = left.first(std::min(left.size(), kBatchesAtOnce));
    left = left.subspan(batches.size());
    caller.note(
        fmt::format("ledgers {}..{}", batches.front().range.first, batches.back().range.last));
    TRY(VerifyBatches(connection, lake, contents, batches, report));
    if (!has_chain) continue;
    TRY(FaultOrError(VerifyChain(connection, ledgers->path, batches, report),
                     "the chain of ledgers", report));
  }
  return {};
}

}  // namespace

void VerifyReport::AddFault(std::string fault) {
  if (faults_by_name.insert(fault).second) faults.push_back(std::move(fault));
}

Status FaultOrError(Status status, std::string_view what, VerifyReport& report) {
  if (status.ok()) return {};
  switch (status.error().code) {
    case Code::kCancelled:
    case Code::kUnavailable:
    case Code::kResourceExhausted:
      return status;
    default:
      report.AddFault(fmt::format("{} cannot be read: {}", what, status.error().message));
      return {};
  }
}

Result<std::string> NetworkOfLake(Connection& connection, const Lake& lake) {
  TRY_ASSIGN(QueryResult result,
             connection.Query(fmt::format("SELECT network FROM {}", lake.Table("_fence"))));
  std::string network;
  TRY(ForEachRow(result, [&](std::size_t row) -> Status {
    network = result.Text(0, row);
    return {};
  }));
  if (network.empty()) return Error{Code::kNotFound, "the lake holds no ledgers"};
  return network;
}

Status VerifyLake(Lake& lake, const VerifyScope& scope, const VerifyNotes& note,
                  std::stop_token stop, VerifyReport& report) {
  TRY_ASSIGN(Connection connection, lake.Connect());
  note("files");
  TRY(VerifyFiles(connection, lake, report));
  auto read = ReadLakeContents(connection, lake, scope.names, scope.known);
  if (!read.ok()) return FaultOrError(std::move(read).status(), "what it holds", report);
  LakeContents& contents = *read;
  TRY(KeepTables(scope.tables, contents));
  report.tables = contents.tables.size();
  VerifyBorders(contents.batches, report);
  std::vector<BatchRecord> wanted;
  for (const BatchRecord& batch : contents.batches) {
    if (Overlaps(batch.range, scope.range)) wanted.push_back(batch);
  }
  report.batches = wanted.size();
  for (const CoveredRange& part : LedgersOf(wanted, {0, std::nullopt})) {
    report.ledgers += std::uint64_t{part.last} - part.first + 1;
  }
  report.covered = LedgersOf(wanted, scope.range);
  TRY(VerifyRows(connection, lake, contents, wanted, {note, stop}, report));
  TRY(FaultOrError(VerifyQuarantine(connection, lake, contents.batches, scope.range, report),
                   "_quarantine", report));
  if (contents.batches.empty()) return {};
  return FaultOrError(NetworkOfLake(connection, lake).status(), "_fence", report);
}

}  // namespace lake
