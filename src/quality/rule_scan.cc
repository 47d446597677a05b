#include "quality/rule_scan.h"

#include <algorithm>
#include <bit>
#include <limits>

#include "quality/batch_scan.h"

namespace lake {
namespace {

constexpr std::size_t kRows = 256;
constexpr std::string_view kRangeColumn = "ledger_range";
constexpr std::int64_t kLedgersPerRange = 10'000;  // decision D8

bool IsBounded(const ColumnSpec& column) {
  return column.min != std::numeric_limits<std::int64_t>::min() ||
         column.max != std::numeric_limits<std::int64_t>::max();
}

// How many values of the block, NULLs apart, `broken` says yes to. Most columns are mostly NULL in
// tables where every type of row has columns of its own.
template <class Value, class Broken>
std::int64_t CountValues(ColumnBlock& block, Broken broken) {
  const std::span<const Value> values = block.As<Value>();
  std::int64_t count = 0;
  if (!block.column().nullable) {
    for (const Value& value : values) count += broken(value);
    return count;
  }
  for (std::size_t first = 0; first < values.size(); first += 64) {
    std::uint64_t valid = block.vector().validity[first / 64];
    if (values.size() - first < 64) valid &= (std::uint64_t{1} << (values.size() - first)) - 1;
    for (; valid != 0; valid &= valid - 1) {
      count += broken(values[first + static_cast<std::size_t>(std::countr_zero(valid))]);
    }
  }
  return count;
}

// The same for an integer or timestamp column.
template <class Broken>
std::int64_t CountIntegers(ColumnBlock& block, Broken broken) {
  switch (block.column().type) {
    case ColumnType::kInt32:
      return CountValues<std::int32_t>(block, broken);
    case ColumnType::kUint32:
      return CountValues<std::uint32_t>(block, broken);
    default:
      return CountValues<std::int64_t>(block, broken);
  }
}

// Many texts are the one before once more, in the same memory.
std::int64_t CountTexts(ColumnBlock& block, const TextRule& rule) {
  std::string_view last;
  bool last_broken = !rule.Holds(last);
  return CountValues<std::string_view>(block, [&](std::string_view text) {
    if (text.data() != last.data() || text.size() != last.size()) {
      last = text;
      last_broken = !rule.Holds(text);
    }
    return last_broken;
  });
}

std::int64_t CountEmpty(ColumnBlock& block) {
  return CountValues<std::string_view>(block, [](std::string_view text) { return text.empty(); });
}

// Rows that are not of the ledger, and rows whose ledger_range is not that of their sequence.
std::int64_t CountForeign(ColumnBlock& sequences, ColumnBlock& ranges, std::int64_t ledger) {
  const auto range_of = [](std::int64_t sequence) {
    return sequence - sequence % kLedgersPerRange;
  };
  const std::int64_t foreign =
      CountIntegers(sequences, [ledger](std::int64_t sequence) { return sequence != ledger; });
  if (foreign == 0) {
    return CountIntegers(ranges, [range = range_of(ledger)](std::int64_t r) { return r != range; });
  }
  std::int64_t misplaced = 0;
  for (std::size_t i = 0; i < sequences.size(); ++i) {
    misplaced += ranges.Integer(i) != range_of(sequences.Integer(i));
  }
  return foreign + misplaced;
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
      const bool is_text = column.type == ColumnType::kText;
      std::optional<TextRule> form;
      if (is_text && column.form != TextForm::kAny) form.emplace(column);
      const bool bounded = !is_text && IsBounded(column);
      const bool text_key = is_text && column.key;
      const bool places = column.name == spec.sequence_column || column.name == kRangeColumn;
      if (form || bounded || text_key || places) {
        of.columns.push_back({ColumnBlock(column, kRows), i, std::move(form), bounded, text_key});
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

std::int64_t RuleScan::CountBroken(Watched& column) {
  if (column.form) return CountTexts(column.block, *column.form);
  if (!column.bounded) return 0;
  const ColumnSpec& spec = column.block.column();
  return CountIntegers(column.block, [min = spec.min, max = spec.max](std::int64_t value) {
    return value < min || value > max;
  });
}

void RuleScan::ScanTable(OfTable& table, const RowBuffer& rows, std::uint32_t ledger,
                         RuleFaults& faults) {
  for (std::size_t first = 0; first < rows.size(); first += kRows) {
    const std::size_t count = std::min(kRows, rows.size() - first);
    RuleFaults here;
    for (Watched& column : table.columns) {
      column.block.Read(rows, first, count);
      const std::int64_t bad = CountBroken(column);
      here.values += bad;
      if (bad > 0) here.columns.push_back(column.index);
      if (column.text_key) here.empty_keys += CountEmpty(column.block);
    }
    here.foreign_rows =
        CountForeign(table.columns[table.sequence].block, table.columns[table.range].block, ledger);
    if (here.values + here.empty_keys + here.foreign_rows > 0) faults.Add(here);
  }
}

}  // namespace lake
