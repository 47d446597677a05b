// What the rows of one ledger break of the rules that their columns declare.
//
// Counted by the worker that extracted the ledger, while its rows are in the processor's caches: by
// the time a batch is committed they are not, and looking at them again would be a tenth of an
// ingest. A RuleScan belongs to one thread.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "quality/text_form.h"
#include "table/column_block.h"
#include "tables/batch.h"

namespace lake {

// Of one table.
struct RuleFaults {
  std::int64_t values = 0;             // against the form or the bounds of their column
  std::int64_t empty_keys = 0;         // empty texts in the natural key
  std::int64_t foreign_rows = 0;       // not of the ledger, or not of its ledger_range
  std::vector<std::uint32_t> columns;  // where the values are: indexes, ascending

  void Add(const RuleFaults& other);
};

// One per table of the set, or nothing when nothing is wrong.
using LedgerFaults = std::vector<RuleFaults>;

void AddFaults(LedgerFaults& sum, const LedgerFaults& faults);

class RuleScan {
 public:
  explicit RuleScan(const TableSet& tables);
  LedgerFaults Scan(const LedgerRows& ledger);

 private:
  // A column that has to be looked at, and what for.
  struct Watched {
    ColumnBlock block;
    std::uint32_t index;  // in the declaration
    std::optional<TextRule> form;
    bool bounded;
    bool text_key;
  };
  struct OfTable {
    std::vector<Watched> columns;
    std::size_t sequence;  // among them
    std::size_t range;
  };
  static std::int64_t CountBroken(Watched& column);
  static void ScanTable(OfTable& table, const RowBuffer& rows, std::uint32_t ledger,
                        RuleFaults& faults);

  std::vector<OfTable> tables_;
};

}  // namespace lake
