// What is wrong with the rows of one ledger, one by one: what they break of the rules that their
// columns declare, and what the checks of spec 000 on single rows find.
//
// Counted by the worker that extracts the ledger, in the blocks it reads for the digest: by the
// time a batch is committed its rows are in no cache, and looking at them again would be a tenth of
// an ingest. A RowScan belongs to one thread.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "quality/row_checks.h"
#include "quality/text_form.h"
#include "tables/extract.h"

namespace lake {

// Of one table.
struct TableFaults {
  std::int64_t values = 0;             // against the form, the bounds or the type of their column
  std::int64_t empty_keys = 0;         // empty texts in the natural key
  std::int64_t foreign_rows = 0;       // not of the ledger, or not of its ledger_range
  RowCheckCounts spec{};               // of the table's RowChecks, if it has any
  std::vector<std::uint32_t> columns;  // where the values are: indexes, ascending

  bool any() const;
  void Add(const TableFaults& other);
};

// One per table of the set, or nothing when nothing is wrong.
using LedgerFaults = std::vector<TableFaults>;

void AddFaults(LedgerFaults& sum, const LedgerFaults& faults);

class RowScan : public RowWatcher {
 public:
  explicit RowScan(const TableSet& tables);
  void OnRows(std::size_t table, std::uint32_t ledger, RowBlock& block) override;
  // What was found in the ledger whose rows have been seen; the next one begins.
  LedgerFaults Take();

 private:
  // A column that has to be looked at, and what for.
  struct Watched {
    std::uint32_t index;  // in the declaration
    std::optional<TextRule> form;
    bool bounded;
    bool text_key;
  };
  struct OfTable {
    std::vector<Watched> columns;
    std::uint32_t sequence;              // the column's index
    std::optional<std::uint32_t> range;  // ledger_range, where the table has it
    const RowChecks* checks;
    std::vector<std::uint32_t> check_columns;
    RowCheckState state;
    TableFaults faults;
  };
  static OfTable WatchTable(const TableSpec& spec);
  static std::int64_t CountBroken(const Watched& watched, ColumnBlock& column);

  std::vector<OfTable> tables_;
};

}  // namespace lake
