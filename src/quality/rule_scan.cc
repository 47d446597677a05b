#include "quality/rule_scan.h"

#include <algorithm>
#include <limits>

#include "quality/batch_scan.h"
#include "quality/text_form.h"

namespace lake {
namespace {

constexpr std::size_t kRows = 256;
constexpr std::string_view kRangeColumn = "ledger_range";
constexpr std::int64_t kLedgersPerRange = 10'000;  // decision D8

bool HasRule(const ColumnSpec& column) {
  return (column.type == ColumnType::kText && column.form != TextForm::kAny) ||
         column.min != std::numeric_limits<std::int64_t>::min() ||
         column.max != std::numeric_limits<std::int64_t>::max();
}

bool Holds(const ColumnBlock& block, std::size_t i) {
  const ColumnSpec& column = block.column();
  if (column.nullable && block.IsNull(i)) return true;
  if (column.type == ColumnType::kText) return HasForm(block.Text(i), column);
  if (column.type == ColumnType::kBool) return true;
  return block.Integer(i) >= column.min && block.Integer(i) <= column.max;
}

std::int64_t CountBroken(const ColumnBlock& block) {
  std::int64_t bad = 0;
  for (std::size_t i = 0; i < block.size(); ++i) bad += !Holds(block, i);
  return bad;
}

std::int64_t CountEmpty(const ColumnBlock& block) {
  std::int64_t empty = 0;
  for (std::size_t i = 0; i < block.size(); ++i) empty += block.Text(i).empty();
  return empty;
}

// The index among the columns that are looked at.
template <class Watched>
std::size_t IndexOf(const std::vector<Watched>& columns, std::string_view name) {
  const auto found = std::ranges::find(
      columns, name, [](const Watched& column) { return column.block.column().name; });
  CHECK(found != columns.end());
  return static_cast<std::size_t>(found - columns.begin());
}

}  // namespace

void RuleFaults::Add(const RuleFaults& other) {
  values += other.values;
  empty_keys += other.empty_keys;
  foreign_rows += other.foreign_rows;
  std::vector<std::uint32_t> both;
  std::ranges::set_union(columns, other.columns, std::back_inserter(both));
  columns = std::move(both);
}

void AddFaults(LedgerFaults& sum, const LedgerFaults& faults) {
  if (sum.size() < faults.size()) sum.resize(faults.size());
  for (std::size_t i = 0; i < faults.size(); ++i) sum[i].Add(faults[i]);
}

RuleScan::RuleScan(const TableSet& tables) {
  for (const Table* table : tables) {
    const TableSpec& spec = WholeSpec(*table->spec);
    OfTable& of = tables_.emplace_back();
    for (std::uint32_t i = 0; i < spec.columns.size(); ++i) {
      const ColumnSpec& column = spec.columns[i];
      const bool ruled = HasRule(column);
      const bool text_key = column.key && column.type == ColumnType::kText;
      const bool places = column.name == spec.sequence_column || column.name == kRangeColumn;
      if (ruled || text_key || places) {
        of.columns.push_back({ColumnBlock(column, kRows), i, ruled, text_key});
      }
    }
    of.sequence = IndexOf(of.columns, spec.sequence_column);
    of.range = IndexOf(of.columns, kRangeColumn);
  }
}

LedgerFaults RuleScan::Scan(const LedgerRows& ledger) {
  LedgerFaults all;
  for (std::size_t i = 0; i < tables_.size(); ++i) {
    RuleFaults faults;
    ScanTable(tables_[i], ledger.tables[i], ledger.sequence, faults);
    if (faults.values + faults.empty_keys + faults.foreign_rows == 0) continue;
    all.resize(tables_.size());
    all[i] = std::move(faults);
  }
  return all;
}

void RuleScan::ScanTable(OfTable& table, const RowBuffer& rows, std::uint32_t ledger,
                         RuleFaults& faults) {
  for (std::size_t first = 0; first < rows.size(); first += kRows) {
    const std::size_t count = std::min(kRows, rows.size() - first);
    RuleFaults here;
    for (Watched& column : table.columns) {
      column.block.Read(rows, first, count);
      const std::int64_t bad = column.ruled ? CountBroken(column.block) : 0;
      here.values += bad;
      if (bad > 0) here.columns.push_back(column.index);
      if (column.text_key) here.empty_keys += CountEmpty(column.block);
    }
    const ColumnBlock& sequences = table.columns[table.sequence].block;
    const ColumnBlock& ranges = table.columns[table.range].block;
    for (std::size_t i = 0; i < count; ++i) {
      const std::int64_t sequence = sequences.Integer(i);
      here.foreign_rows += sequence != ledger;
      here.foreign_rows += ranges.Integer(i) != sequence - sequence % kLedgersPerRange;
    }
    if (here.values + here.empty_keys + here.foreign_rows > 0) faults.Add(here);
  }
}

}  // namespace lake
