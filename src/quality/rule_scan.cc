#include "quality/rule_scan.h"

#include <algorithm>
#include <limits>

#include "quality/text_form.h"
#include "tables/all.h"

namespace lake {
namespace {

constexpr std::size_t kRows = 256;
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

std::uint32_t IndexOf(const TableSpec& spec, std::string_view name) {
  const auto found = std::ranges::find(spec.columns, name, &ColumnSpec::name);
  CHECK(found != spec.columns.end());
  return static_cast<std::uint32_t>(found - spec.columns.begin());
}

// The whole declaration: rows have every field, also where the lake keeps fewer columns.
const TableSpec& WholeSpec(const TableSpec& spec) {
  const Table* whole = FindTable(spec.name);
  return whole == nullptr ? spec : *whole->spec;
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
    OfTable& of = tables_.emplace_back(OfTable{.spec = &spec,
                                               .ruled = {},
                                               .keys = {},
                                               .sequence = IndexOf(spec, spec.sequence_column),
                                               .range = IndexOf(spec, "ledger_range"),
                                               .blocks = {}});
    for (std::uint32_t i = 0; i < spec.columns.size(); ++i) {
      const ColumnSpec& column = spec.columns[i];
      if (HasRule(column)) of.ruled.push_back(i);
      if (column.key && column.type == ColumnType::kText) of.keys.push_back(i);
      of.blocks.emplace_back(column, kRows);
    }
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
    const auto read = [&](std::uint32_t column) -> const ColumnBlock& {
      table.blocks[column].Read(rows, first, count);
      return table.blocks[column];
    };
    RuleFaults here;
    for (const std::uint32_t column : table.ruled) {
      const std::int64_t bad = CountBroken(read(column));
      here.values += bad;
      if (bad > 0) here.columns.push_back(column);
    }
    for (const std::uint32_t column : table.keys) here.empty_keys += CountEmpty(read(column));
    const ColumnBlock& sequences = read(table.sequence);
    const ColumnBlock& ranges = read(table.range);
    for (std::size_t i = 0; i < count; ++i) {
      const std::int64_t sequence = sequences.Integer(i);
      here.foreign_rows += sequence != ledger;
      here.foreign_rows += ranges.Integer(i) != sequence - sequence % kLedgersPerRange;
    }
    if (here.values + here.empty_keys + here.foreign_rows > 0) faults.Add(here);
  }
}

}  // namespace lake
