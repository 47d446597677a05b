#include "quality/row_scan.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "quality/block_counts.h"
#include "tables/all.h"
#include "tables/range_column.h"

namespace lake {
namespace {

bool IsBounded(const ColumnSpec& column) {
  return column.min != std::numeric_limits<std::int64_t>::min() ||
         column.max != std::numeric_limits<std::int64_t>::max();
}

// Rows that are not of the ledger, and rows whose ledger_range is not that of their sequence.
std::int64_t CountForeign(ColumnBlock& sequences, ColumnBlock* ranges, std::int64_t ledger) {
  const std::int64_t foreign = CountOthers(sequences, ledger);
  if (ranges == nullptr) return foreign;
  if (foreign == 0) return CountOthers(*ranges, RangeStart(ledger));
  std::int64_t misplaced = 0;
  for (std::size_t i = 0; i < sequences.size(); ++i) {
    misplaced += ranges->Integer(i) != RangeStart(sequences.Integer(i));
  }
  return foreign + misplaced;
}

std::uint32_t IndexOf(const TableSpec& spec, std::string_view name) {
  const auto found = std::ranges::find(spec.columns, name, &ColumnSpec::name);
  CHECK(found != spec.columns.end());
  return static_cast<std::uint32_t>(found - spec.columns.begin());
}

}  // namespace

bool TableFaults::any() const {
  return values + empty_keys + foreign_rows > 0 ||
         std::ranges::any_of(spec, [](std::int64_t count) { return count > 0; });
}

void TableFaults::Add(const TableFaults& other) {
  values += other.values;
  empty_keys += other.empty_keys;
  foreign_rows += other.foreign_rows;
  for (std::size_t i = 0; i < spec.size(); ++i) spec[i] += other.spec[i];
  std::vector<std::uint32_t> both;
  std::ranges::set_union(columns, other.columns, std::back_inserter(both));
  columns = std::move(both);
}

void AddFaults(LedgerFaults& sum, const LedgerFaults& faults) {
  if (sum.size() < faults.size()) sum.resize(faults.size());
  for (std::size_t i = 0; i < faults.size(); ++i) sum[i].Add(faults[i]);
}

RowScan::RowScan(const TableSet& tables) {
  for (const Table* table : tables) tables_.push_back(WatchTable(WholeSpec(*table->spec)));
}

RowScan::OfTable RowScan::WatchTable(const TableSpec& spec) {
  OfTable of{.columns = {},
             .sequence = IndexOf(spec, spec.sequence_column),
             .range = {},
             .checks = RowChecksOf(spec.name),
             .check_columns = {},
             .state = {},
             .faults = {}};
  if (!spec.partition_column.empty()) of.range = IndexOf(spec, kRangeColumn);
  for (std::uint32_t i = 0; i < spec.columns.size(); ++i) {
    const ColumnSpec& column = spec.columns[i];
    const bool is_text = column.type == ColumnType::kText;
    std::optional<TextRule> form;
    if (is_text && column.form != TextForm::kAny) form.emplace(column);
    const bool bounded = !is_text && IsBounded(column);
    const bool text_key = is_text && column.key;
    if (form || bounded || text_key || column.fitted)
      of.columns.push_back({i, std::move(form), bounded, text_key});
  }
  if (of.checks != nullptr) {
    for (std::string_view name : of.checks->columns) {
      of.check_columns.push_back(IndexOf(spec, name));
    }
  }
  return of;
}

void RowScan::OnRows(std::size_t table, std::uint32_t ledger, RowBlock& block) {
  OfTable& of = tables_[table];
  for (const Watched& watched : of.columns) {
    ColumnBlock& column = block.columns()[watched.index];
    const std::int64_t bad = CountBroken(watched, column);
    if (bad > 0) of.faults.Add({.values = bad, .columns = {watched.index}});
    if (watched.text_key) of.faults.empty_keys += CountEmpty(column);
  }
  ColumnBlock* const ranges = of.range ? &block.columns()[*of.range] : nullptr;
  of.faults.foreign_rows += CountForeign(block.columns()[of.sequence], ranges, ledger);
  if (of.checks != nullptr) {
    of.checks->count({block, of.check_columns, ledger, of.state}, of.faults.spec);
  }
}

std::int64_t RowScan::CountBroken(const Watched& watched, ColumnBlock& column) {
  if (watched.form) {
    return CountTexts(column, [&](std::string_view text) { return !watched.form->Holds(text); });
  }
  if (!watched.bounded) return column.misfits();
  const ColumnSpec& spec = column.column();
  return column.misfits() +
         CountIntegers(column, [min = spec.min, max = spec.max](std::int64_t value) {
           return value < min || value > max;
         });
}

LedgerFaults RowScan::Take() {
  LedgerFaults all;
  for (std::size_t i = 0; i < tables_.size(); ++i) {
    tables_[i].state = {};
    if (!tables_[i].faults.any()) continue;
    all.resize(tables_.size());
    all[i] = std::exchange(tables_[i].faults, {});
  }
  return all;
}

}  // namespace lake
