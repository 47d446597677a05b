#include "ingest/verify.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/hex.h"
#include "ingest/lake_contents.h"
#include "ingest/plan.h"
#include "ingest/verify_quarantine.h"
#include "lineage/lake_digest.h"
#include "sink/lake_files.h"
#include "table/sql_text.h"

namespace lake {
namespace {

bool Overlaps(const CoveredRange& covered, LedgerRange range) {
  return covered.last >= range.first && (!range.last || covered.first <= *range.last);
}

struct Recorded {
  std::int64_t rows;
  std::string checksum;
};

// What the lineage says of one dataset and batch; none when it says nothing.
Result<std::optional<Recorded>> ReadLineage(Connection& connection, const Lake& lake,
                                            std::string_view table, const CoveredRange& range) {
  TRY_ASSIGN(QueryResult result,
             connection.Query(fmt::format(
                 "SELECT row_count, checksum FROM {} WHERE dataset = {} AND source_ledger_start = "
                 "{} AND source_ledger_end = {}",
                 lake.Table("_meta_lineage"), QuoteLiteral(fmt::format("core.{}", table)),
                 range.first, range.last)));
  std::optional<Recorded> recorded;
  TRY(ForEachRow(result, [&](std::size_t row) -> Status {
    recorded = Recorded{result.Int(0, row), std::string(result.Text(1, row))};
    return {};
  }));
  return recorded;
}

Status VerifyBatch(Connection& connection, const Lake& lake, const LakeContents& contents,
                   const BatchRecord& batch, VerifyReport& report) {
  const CoveredRange& range = batch.range;
  for (const LakeTable& table : contents.tables) {
    const std::string name(table.spec.name);
    if (std::find(batch.tables.begin(), batch.tables.end(), name) == batch.tables.end()) continue;
    TRY_ASSIGN(const auto recorded, ReadLineage(connection, lake, name, range));
    const std::string where = fmt::format("{}, ledgers {}..{}", name, range.first, range.last);
    if (!recorded) {
      report.faults.push_back(fmt::format("{}: the batch has no lineage", where));
      continue;
    }
    const auto digest = DigestTable(connection, table.spec, table.path, range.first, range.last);
    if (!digest.ok()) {
      report.faults.push_back(fmt::format("{}: {}", where, digest.error().message));
      continue;
    }
    report.rows += digest->rows;
    if (static_cast<std::int64_t>(digest->rows) != recorded->rows) {
      report.faults.push_back(
          fmt::format("{}: {} rows, the lineage says {}", where, digest->rows, recorded->rows));
    } else if (digest->Hex() != recorded->checksum) {
      report.faults.push_back(fmt::format("{}: rows hash to {}, the lineage says {}", where,
                                          digest->Hex(), recorded->checksum));
    }
  }
  return {};
}

// Ledgers of a batch chain by their own table.
Status VerifyChain(Connection& connection, const std::string& ledgers, const CoveredRange& range,
                   VerifyReport& report) {
  TRY_ASSIGN(QueryResult result,
             connection.Query(fmt::format(
                 "SELECT sequence FROM (SELECT sequence, previous_ledger_hash, lag(ledger_hash) "
                 "OVER w AS before, lag(sequence) OVER w AS behind FROM {} WHERE sequence BETWEEN "
                 "{} AND {} WINDOW w AS (ORDER BY sequence)) WHERE behind IS NOT NULL AND (behind "
                 "<> sequence - 1 OR before <> previous_ledger_hash)",
                 ledgers, range.first, range.last)));
  return ForEachRow(result, [&](std::size_t row) -> Status {
    report.faults.push_back(
        fmt::format("ledger {} does not chain with the ledger before it", result.Int(0, row)));
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
  std::vector<CoveredRange> covered;
  for (const BatchRecord& batch : contents.batches) {
    if (stop.stop_requested()) return {Code::kCancelled, "stopped"};
    if (!Overlaps(batch.range, range)) continue;
    note(fmt::format("ledgers {}..{}", batch.range.first, batch.range.last));
    ++report.batches;
    report.ledgers += std::uint64_t{batch.range.last} - batch.range.first + 1;
    TRY(VerifyBatch(connection, lake, contents, batch, report));
    if (ledgers != contents.tables.end()) {
      TRY(VerifyChain(connection, ledgers->path, batch.range, report));
    }
    covered.push_back(batch.range);
  }
  report.covered = JoinTouching(std::move(covered));
  TRY(VerifyQuarantine(connection, lake, contents.batches, range, report));
  note("files");
  return VerifyFiles(connection, lake, report);
}

}  // namespace lake
