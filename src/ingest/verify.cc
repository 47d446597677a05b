#include "ingest/verify.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "base/hex.h"
#include "ingest/lake_contents.h"
#include "ingest/plan.h"
#include "ingest/verify_batches.h"
#include "ingest/verify_quarantine.h"
#include "sink/lake_files.h"
#include "table/sql_text.h"

namespace lake {
namespace {

// Read in one pass; a stop waits for as many.
constexpr std::size_t kBatchesAtOnce = 100;

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
  TRY_ASSIGN(QueryResult result,
             connection.Query(fmt::format(
                 "SELECT sequence FROM (SELECT sequence, previous_ledger_hash, lag(ledger_hash) "
                 "OVER w AS before, lag(sequence) OVER w AS behind FROM {} WHERE sequence BETWEEN "
                 "{} AND {} WINDOW w AS (ORDER BY sequence)) WHERE behind IS NOT NULL AND (behind "
                 "<> sequence - 1 OR before <> previous_ledger_hash)",
                 ledgers, batches.front().range.first, batches.back().range.last)));
  return ForEachRow(result, [&](std::size_t row) -> Status {
    const std::int64_t sequence = result.Int(0, row);
    const bool at_border = std::ranges::any_of(
        batches, [&](const BatchRecord& batch) { return batch.range.first == sequence; });
    if (!at_border) {
      report.faults.push_back(
          fmt::format("ledger {} does not chain with the ledger before it", sequence));
    }
    return {};
  });
}

void VerifyBorders(const std::vector<BatchRecord>& batches, VerifyReport& report) {
  for (std::size_t i = 1; i < batches.size(); ++i) {
    const CoveredRange& before = batches[i - 1].range;
    const CoveredRange& range = batches[i].range;
    if (before.last >= range.first && batches[i].tables == batches[i - 1].tables) {
      report.faults.push_back(fmt::format("ledgers {}..{} and {}..{} were committed twice",
                                          before.first, before.last, range.first, range.last));
    }
    if (before.last + 1 == range.first && before.last_hash != range.first_previous_hash) {
      report.faults.push_back(fmt::format("ledger {} does not chain with ledger {}: {} and {}",
                                          range.first, before.last, Hex(range.first_previous_hash),
                                          Hex(before.last_hash)));
    }
  }
}

Status VerifyFiles(Connection& connection, const Lake& lake, VerifyReport& report) {
  if (!lake.has_local_data()) return {};
  TRY_ASSIGN(const std::vector<LakeFile> files, ReadNewFiles(connection, lake, -1));
  report.files = files.size();
  for (const LakeFile& file : files) {
    if (const Status status = CheckFile(file); !status.ok()) {
      report.faults.push_back(status.error().message);
    }
  }
  return {};
}

}  // namespace

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

Status VerifyLake(Lake& lake, const StoredNames& names, LedgerRange range, const VerifyNotes& note,
                  std::stop_token stop, VerifyReport& report) {
  TRY_ASSIGN(Connection connection, lake.Connect());
  TRY_ASSIGN(const LakeContents contents, ReadLakeContents(connection, lake, names));
  report.tables = contents.tables.size();
  VerifyBorders(contents.batches, report);
  const auto ledgers = std::ranges::find_if(
      contents.tables, [](const LakeTable& table) { return table.spec.name == "ledgers_row_v2"; });
  std::vector<BatchRecord> wanted;
  std::vector<CoveredRange> covered;
  for (const BatchRecord& batch : contents.batches) {
    if (!Overlaps(batch.range, range)) continue;
    ++report.batches;
    report.ledgers += std::uint64_t{batch.range.last} - batch.range.first + 1;
    covered.push_back(batch.range);
    wanted.push_back(batch);
  }
  std::span<const BatchRecord> left(wanted);
  while (!left.empty()) {
    if (stop.stop_requested()) return {Code::kCancelled, "stopped"};
    const auto batches = left.first(std::min(left.size(), kBatchesAtOnce));
    left = left.subspan(batches.size());
    note(fmt::format("ledgers {}..{}", batches.front().range.first, batches.back().range.last));
    TRY(VerifyBatches(connection, lake, contents, batches, report));
    if (ledgers != contents.tables.end() && HasChain(*ledgers)) {
      TRY(VerifyChain(connection, ledgers->path, batches, report));
    }
  }
  report.covered = JoinTouching(std::move(covered));
  TRY(VerifyQuarantine(connection, lake, contents.batches, range, report));
  note("files");
  return VerifyFiles(connection, lake, report);
}

}  // namespace lake
