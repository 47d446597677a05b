// The rows of one part of a repair on their way from ledgers into new files of its table, and what
// they have to hash to.
//
//   RebuiltRows rows(part, set, writer, names);     // set: what is extracted
//   TRY(rows.ReadLineage(...));
//   for (ledger : ...) TRY(rows.Add(ledger));
//   TRY(rows.Finish());
//   if (auto why = rows.Difference()) ...
//
// One thread.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "lake/lake_writer.h"
#include "repair/repair_plan.h"
#include "sink/table_files.h"
#include "tables/batch.h"
#include "tables/selection.h"
#include "verify/lineage_rows.h"

namespace lake {

// The tables that one run over the source extracts: those whose rows are written, and the same with
// the columns of older schemas, whose digests old batches have.
class RepairTables {
 public:
  // The place of a table in the set, which it joins when it is not there.
  std::size_t PlaceOf(const LakeTable& table, std::span<const ColumnSpec> columns);
  const TableSet& set() const { return set_; }

 private:
  struct Variant {
    std::vector<ColumnSpec> columns;
    TableSpec spec;
    Table table;
  };
  std::deque<Variant> variants_;
  TableSet set_;
};

class RebuiltRows {
 public:
  RebuiltRows(const RepairPart& part, LakeWriter& writer, const StoredNames& names);

  // What the lineage says of the batches, and which tables have to be extracted for it.
  Status ReadLineage(const RecordedSchemas& schemas, RepairTables& tables);

  // A ledger of the run, in order; those that are none of the part's change nothing. The rows stay
  // as they are until Flush.
  void Add(const std::shared_ptr<LedgerRows>& ledger);
  // Writes what was added.
  Status Flush();
  Status Finish();

  // After Finish: how the rows differ from what the lineage recorded.
  std::optional<std::string> Difference() const;

  const RepairPart& part() const { return part_; }
  std::uint64_t rows() const { return rows_; }
  FileSet& data() { return data_; }

 private:
  struct Proof {
    LedgerSpan ledgers;
    Recorded recorded;
    std::size_t place;  // in the extracted set, of the columns that it is over
    RowDigest found{};
  };

  const RepairPart& part_;
  LakeWriter& writer_;
  const StoredNames& names_;
  const TableSet table_;  // only the part's own
  std::size_t place_ = 0;
  std::vector<Proof> proofs_;
  FileSet data_;
  std::optional<TableFiles> files_;  // where rows can be written bit by bit
  Batch pending_;
  std::uint64_t rows_ = 0;
};

}  // namespace lake
