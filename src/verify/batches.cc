#include "verify/batches.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/human.h"
#include "lineage/batch_rows.h"
#include "lineage/lake_digest.h"
#include "table/dataset_name.h"
#include "table/sql_text.h"

namespace lake {
namespace {

struct Recorded {
  std::int64_t rows;
  std::string checksum;
  std::string schema;  // "" when it names none
};
using Lineage = std::map<std::pair<std::uint32_t, std::uint32_t>, Recorded>;  // by first, last

// What one batch of a table should hold and what it does.
struct Proof {
  CoveredRange range;
  std::string schema;
  RowDigest found;
};

Result<Lineage> ReadLineage(const LakeReading& reading, const TableSpec& spec,
                            const LedgerSpan& span, bool names_schemas) {
  TRY_ASSIGN(
      QueryResult result,
      reading.connection.Query(fmt::format(
          "SELECT source_ledger_start, source_ledger_end, row_count, checksum, coalesce({}, '') "
          "FROM {} WHERE dataset = {} AND source_ledger_start >= {} AND source_ledger_end <= {}",
          names_schemas ? "schema_hash" : "NULL", reading.lake.Table("_meta_lineage"),
          QuoteLiteral(DatasetName(spec)), span.first, span.last)));
  Lineage lineage;
  TRY(ForEachRow(result, [&](std::size_t row) -> Status {
    const auto first = static_cast<std::uint32_t>(result.Int(0, row));
    const auto last = static_cast<std::uint32_t>(result.Int(1, row));
    lineage[{first, last}] = {result.Int(2, row), std::string(result.Text(3, row)),
                              std::string(result.Text(4, row))};
    return {};
  }));
  return lineage;
}

void Judge(std::string_view table, const Proof& proof, const Lineage& lineage,
           VerifyReport& report) {
  const auto fault = [&](const std::string& text) {
    report.AddFault(
        fmt::format("{}, ledgers {}..{}: {}", table, proof.range.first, proof.range.last, text));
  };
  const auto recorded = lineage.find({proof.range.first, proof.range.last});
  if (recorded == lineage.end()) return fault("the batch has no lineage");
  const auto& [rows, checksum, schema] = recorded->second;
  report.rows += proof.found.rows;
  if (static_cast<std::int64_t>(proof.found.rows) != rows) {
    fault(fmt::format("{} rows, the lineage says {}", proof.found.rows, rows));
  } else if (proof.found.Hex() != checksum) {
    fault(fmt::format("rows hash to {}, the lineage says {}", proof.found.Hex(), checksum));
  }
}

class TableProof {
 public:
  TableProof(const LakeTable& table, std::span<const BatchRecord> batches) : table_(table) {
    for (const BatchRecord& batch : batches) {
      if (std::ranges::binary_search(batch.tables, table.spec.name)) {
        proofs_.push_back({batch.range, {}, {}});
      }
    }
  }
  bool empty() const { return proofs_.empty(); }
  // Of the table's own batches: others may reach beyond them, to where further batches of this
  // table are that somebody else looks at.
  LedgerSpan span() const { return {proofs_.front().range.first, proofs_.back().range.last}; }

  // Digests are over the columns that a batch was written with: one pass for each schema, of which
  // there seldom are two.
  Status Read(Connection& connection, const RecordedSchemas& schemas, const Lineage& lineage) {
    std::set<std::string> named;
    for (Proof& proof : proofs_) {
      const auto recorded = lineage.find({proof.range.first, proof.range.last});
      if (recorded != lineage.end()) proof.schema = recorded->second.schema;
      named.insert(proof.schema);
    }
    for (const std::string& schema : named) {
      TRY_ASSIGN(const std::vector<ColumnSpec> columns, schemas.ColumnsOf(table_.spec, schema));
      TableSpec spec = table_.spec;
      spec.columns = columns;
      strays_ = 0;
      const auto [first, last] = span();
      TRY(DigestTable(connection, spec, table_.path, first, last,
                      [&](std::uint32_t sequence, const RowDigest& digest) {
                        Take(sequence, schema, digest);
                      })
              .status());
    }
    return {};
  }
  void Judge(const Lineage& lineage, VerifyReport& report) const {
    for (const Proof& proof : proofs_) lake::Judge(table_.spec.name, proof, lineage, report);
    if (strays_ == 0) return;
    report.AddFault(fmt::format("{}: {} of ledgers that no batch wrote, the first {}",
                                table_.spec.name, FormatCount(strays_, "row"), first_stray_));
  }

 private:
  void Take(std::uint32_t sequence, const std::string& schema, const RowDigest& digest) {
    auto after = std::ranges::upper_bound(proofs_, sequence, {},
                                          [](const Proof& proof) { return proof.range.first; });
    if (after != proofs_.begin() && sequence <= std::prev(after)->range.last) {
      Proof& proof = *std::prev(after);
      if (proof.schema == schema) proof.found.Add(digest);
      return;
    }
    if (strays_ == 0 || sequence < first_stray_) first_stray_ = sequence;
    strays_ += digest.rows;
  }

  const LakeTable& table_;
  std::vector<Proof> proofs_;
  std::uint64_t strays_ = 0;
  std::uint32_t first_stray_ = 0;
};

}  // namespace

Status CheckBatches(const LakeReading& reading, const LakeContents& contents,
                    std::span<const BatchRecord> batches) {
  VerifyReport& report = reading.report;
  for (const LakeTable& table : contents.tables) {
    TableProof proof(table, batches);
    if (proof.empty()) continue;
    const LedgerSpan span = proof.span();
    auto lineage = ReadLineage(reading, table.spec, span, contents.schemas->in_lineage());
    const Status status =
        proof.Read(reading.connection, *contents.schemas, lineage.ok() ? *lineage : Lineage());
    if (status.ok() && lineage.ok()) {
      proof.Judge(*lineage, report);
    } else if (status.ok()) {
      TRY(report.AddError(std::move(lineage).status(), "_meta_lineage"));
    } else if (batches.size() == 1) {
      TRY(report.AddError(
          status, fmt::format("{}, ledgers {}..{}:", table.spec.name, span.first, span.last)));
    } else {
      // Which batch it is that cannot be read.
      LakeContents alone;
      alone.schemas = contents.schemas;
      alone.tables.push_back(table);
      for (std::size_t i = 0; i < batches.size(); ++i) {
        TRY(CheckBatches(reading, alone, batches.subspan(i, 1)));
      }
    }
  }
  return {};
}

}  // namespace lake
