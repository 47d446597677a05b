// Where the rows of a table come from when a hot buffer and a lake are read as one.
//
// Ledgers that the hot buffer holds above the mark of the flusher come from there alone, all others
// from the lake. So a ledger is in the answer once: also when the lake has it already and the mark
// was not moved yet, and when the mark was moved and the rows are not deleted yet. None is missing
// as long as the lake is read after the hot buffer: what is at or below a mark is in the lake by
// then. Pure functions of what was read.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "hot/hot_state.h"
#include "lineage/coverage.h"
#include "stellar/ledger_set.h"
#include "table/table_spec.h"

namespace lake {

struct Border {
  LedgerSet hot;        // come from the hot buffer, all others from the lake
  bool beyond = false;  // the lake has later ones, too
  // In neither, between the lake's last run below `hot` and the end of `hot`. Holes that lie deeper
  // in the lake are its own.
  LedgerSet missing;
};

// What counts of a hot buffer whose epoch is whole: its batches above flushed_through.
Coverage HotCoverage(const HotState& state, std::span<const BatchRecord> batches);

Border BorderOf(std::string_view table, const Coverage& hot, const Coverage& cold);

// Whether the lake's ledgers and those of the hot buffer are of one chain, where they touch.
bool Chains(const Coverage& hot, const Coverage& cold);

// The ledgers in at most `parts_max` parts of about the same number of them. A part may have holes,
// no ledger is in two.
std::vector<LedgerSpan> PartsOf(const LedgerSet& ledgers, std::size_t parts_max);

// The conditions of a table's halves: in SQL that both engines read, "" when all rows are meant.
std::string HotCondition(const TableSpec& spec, const Border& border);
std::string ColdCondition(const TableSpec& spec, const Border& border);

}  // namespace lake
