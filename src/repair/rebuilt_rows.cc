#include "repair/rebuilt_rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "sink/data_files.h"

namespace lake {
namespace {

bool SameColumns(std::span<const ColumnSpec> a, std::span<const ColumnSpec> b) {
  return std::ranges::equal(a, b, [](const ColumnSpec& one, const ColumnSpec& other) {
    return one.name == other.name && one.digest == other.digest;
  });
}

// The columns of the table that the schema has too.
Result<std::vector<ColumnSpec>> ColumnsOf(const LakeTable& table, const RecordedSchemas& schemas,
                                          const std::string& schema) {
  TRY_ASSIGN(const std::vector<ColumnSpec> written, schemas.ColumnsOf(table.spec, schema));
  std::vector<ColumnSpec> columns;
  for (const ColumnSpec& column : written) {
    const auto own = std::ranges::find(table.columns, column.name, &ColumnSpec::name);
    if (own == table.columns.end()) {
      return {Code::kInvalidArgument,
              fmt::format("{}.{} is unknown to this version of the program: repair it with the one "
                          "that wrote it",
                          table.spec.name, column.name)};
    }
    columns.push_back(*own);
  }
  return columns;
}

}  // namespace

std::size_t RepairTables::PlaceOf(const LakeTable& table, std::span<const ColumnSpec> columns) {
  for (std::size_t i = 0; i < variants_.size(); ++i) {
    const Variant& there = variants_[i];
    if (there.spec.name == table.spec.name && SameColumns(there.columns, columns)) return i;
  }
  Variant& added =
      variants_.emplace_back(Variant{{columns.begin(), columns.end()}, table.spec, table.table});
  added.spec.columns = added.columns;
  added.table.spec = &added.spec;
  set_.push_back(&added.table);
  return set_.size() - 1;
}

RebuiltRows::RebuiltRows(const RepairPart& part, LakeWriter& writer, const StoredNames& names)
    : part_(part),
      writer_(writer),
      names_(names),
      table_{&part.table->table},
      data_(writer.NewFiles()) {
  pending_.tables = &table_;
}

Status RebuiltRows::ReadLineage(const RecordedSchemas& schemas, RepairTables& tables) {
  const TableSpec& spec = part_.table->spec;
  place_ = tables.PlaceOf(*part_.table, spec.columns);
  if (part_.batches.empty()) return {};
  const LedgerSpan span{part_.batches.front().range.first, part_.batches.back().range.last};
  TRY_ASSIGN(const Lineage lineage, lake::ReadLineage(writer_.connection(), writer_.lake(), spec,
                                                      span, schemas.in_lineage()));
  for (const BatchRecord& batch : part_.batches) {
    const auto recorded = lineage.find({batch.range.first, batch.range.last});
    if (recorded == lineage.end()) {
      return {Code::kDataLoss, fmt::format("ledgers {}..{} have no lineage to be held against",
                                           batch.range.first, batch.range.last)};
    }
    TRY_ASSIGN(const auto columns, ColumnsOf(*part_.table, schemas, recorded->second.schema));
    proofs_.push_back(
        {batch.range.span(), recorded->second, tables.PlaceOf(*part_.table, columns)});
  }
  TRY_ASSIGN(const TableStorage* storage, StorageOf(writer_.storage(), part_.table->name));
  if (CanWriteTableFiles({&storage, 1})) {
    files_.emplace(table_, std::vector<const TableStorage*>{storage},
                   writer_.lake().shared_database()->threads());
  }
  return {};
}

void RebuiltRows::Add(const std::shared_ptr<LedgerRows>& ledger) {
  const std::uint32_t sequence = ledger->sequence;
  const auto proof = std::ranges::find_if(
      proofs_, [&](const Proof& batch) { return batch.ledgers.Contains(sequence); });
  if (proof == proofs_.end()) return;
  proof->found.Add(ledger->digests[proof->place]);
  if (!part_.ledgers.Contains(sequence) || ledger->tables[place_].size() == 0) return;
  auto own = std::make_unique<LedgerRows>(table_);
  own->sequence = sequence;
  own->raw = ledger;  // its texts
  own->tables[0] = std::move(ledger->tables[place_]);
  own->digests[0] = ledger->digests[place_];
  rows_ += own->tables[0].size();
  pending_.ledgers.push_back(std::move(own));
}

Status RebuiltRows::Flush() {
  if (pending_.ledgers.empty()) return {};
  TRY_ASSIGN(Connection connection, Connection::Open(writer_.lake().shared_database()));
  const Status written =
      files_ ? files_->Write(connection, pending_.ledgers, data_)
             : WriteDataFiles(writer_.lake(), writer_.storage(), names_, pending_, data_);
  pending_.ledgers.clear();
  return written;
}

Status RebuiltRows::Finish() {
  TRY(Flush());
  if (files_) TRY(files_->Finish());
  return writer_.options().sync ? data_.Sync() : Status();
}

std::optional<std::string> RebuiltRows::Difference() const {
  for (const Proof& proof : proofs_) {
    const auto& [rows, checksum, schema] = proof.recorded;
    if (static_cast<std::int64_t>(proof.found.rows) == rows && proof.found.Hex() == checksum) {
      continue;
    }
    return fmt::format("the source gives {} rows ({}) of ledgers {}..{}, the lineage says {} ({})",
                       proof.found.rows, proof.found.Hex(), proof.ledgers.first, proof.ledgers.last,
                       rows, checksum);
  }
  return std::nullopt;
}

}  // namespace lake
