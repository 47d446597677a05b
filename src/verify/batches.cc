#include "verify/batches.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "lake/file_spans.h"
#include "lineage/lake_digest.h"
#include "verify/lineage_rows.h"

namespace lake {
namespace {

// What one batch of a table should hold and what it does.
struct Proof {
  CoveredRange range;
  std::string schema;
  RowDigest found;
};

// The files in which rows of these ledgers are, as far as that can be told; "" when none has any.
std::string FilesOf(const LakeReading& reading, const LakeTable& table, const LedgerSpan& ledgers) {
  constexpr std::size_t kNamedMax = 100;  // of faults that are looked up; more nobody reads
  if (reading.report.faults.size() >= kNamedMax) return "";
  auto files =
      ReadFileSpans(reading.connection, reading.lake, table.name, table.spec.sequence_column);
  if (!files.ok()) return "";
  std::erase_if(*files, [&](const FileSpan& file) { return !file.ledgers.Overlaps(ledgers); });
  return files->empty() ? "" : fmt::format(" (in {})", PathsText(*files));
}

void Judge(const LakeReading& reading, const LakeTable& table, const Proof& proof,
           const Lineage& lineage) {
  VerifyReport& report = reading.report;
  const std::string what =
      fmt::format("{}, ledgers {}..{}", table.spec.name, proof.range.first, proof.range.last);
  const auto recorded = lineage.find({proof.range.first, proof.range.last});
  if (recorded == lineage.end()) return report.AddFault(what + ": the batch has no lineage");
  const auto& [rows, checksum, schema] = recorded->second;
  report.rows += proof.found.rows;
  std::string fault;
  if (static_cast<std::int64_t>(proof.found.rows) != rows) {
    fault = fmt::format("{} rows, the lineage says {}", proof.found.rows, rows);
  } else if (proof.found.Hex() != checksum) {
    fault = fmt::format("rows hash to {}, the lineage says {}", proof.found.Hex(), checksum);
  }
  if (fault.empty()) return;
  const LedgerSpan ledgers = proof.range.span();
  report.AddRowsFault({std::string(table.spec.name), ledgers},
                      fmt::format("{}: {}{}", what, fault, FilesOf(reading, table, ledgers)));
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
      const auto [first, last] = span();
      TRY(DigestTable(connection, spec, table_.path, first, last,
                      [&](std::uint32_t sequence, const RowDigest& digest) {
                        Take(sequence, schema, digest);
                      })
              .status());
    }
    return {};
  }
  void Judge(const LakeReading& reading, const Lineage& lineage) const {
    for (const Proof& proof : proofs_) lake::Judge(reading, table_, proof, lineage);
  }

 private:
  void Take(std::uint32_t sequence, const std::string& schema, const RowDigest& digest) {
    auto after = std::ranges::upper_bound(proofs_, sequence, {},
                                          [](const Proof& proof) { return proof.range.first; });
    if (after != proofs_.begin() && sequence <= std::prev(after)->range.last) {
      Proof& proof = *std::prev(after);
      if (proof.schema == schema) proof.found.Add(digest);
    }
  }

  const LakeTable& table_;
  std::vector<Proof> proofs_;
};

}  // namespace

Status CheckBatches(const LakeReading& reading, const LakeContents& contents,
                    std::span<const BatchRecord> batches) {
  VerifyReport& report = reading.report;
  for (const LakeTable& table : contents.tables) {
    TableProof proof(table, batches);
    if (proof.empty()) continue;
    const LedgerSpan span = proof.span();
    auto lineage = ReadLineage(reading.connection, reading.lake, table.spec, span,
                               contents.schemas->in_lineage());
    const Status status =
        proof.Read(reading.connection, *contents.schemas, lineage.ok() ? *lineage : Lineage());
    if (status.ok() && lineage.ok()) {
      proof.Judge(reading, *lineage);
    } else if (status.ok()) {
      TRY(report.AddError(std::move(lineage).status(), "_meta_lineage"));
    } else if (batches.size() == 1) {
      TRY(report.AddRowsError(status, {std::string(table.spec.name), span}));
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
