// Checks that derive from the declaration of any table: three per table.
#include <fmt/format.h>

#include "quality/check_groups.h"
#include "quality/text_form.h"

namespace lake {
namespace {

constexpr CheckInfo kChecks[] = {
    {"column_rules", kValidity, false, "Every value has the form and bounds its column declares."},
    {"key_present", kCompleteness, false, "No text of the natural key is empty."},
    {"ledger_consistency", kConsistency, false,
     "Every row belongs to a ledger of the batch, and its ledger_range to its ledger."},
};

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

struct RuleFaults {
  std::int64_t values = 0;
  std::string columns;  // the columns concerned
};

RuleFaults BrokenRules(const BatchScan& table) {
  RuleFaults faults;
  for (const ColumnSpec& column : table.spec().columns) {
    if (!HasRule(column)) continue;
    std::int64_t bad = 0;
    table.ForEach({column.name}, [&](std::size_t, auto blocks) {
      for (std::size_t i = 0; i < blocks[0].size(); ++i) bad += !Holds(blocks[0], i);
    });
    if (bad == 0) continue;
    faults.values += bad;
    faults.columns += fmt::format("{}{}", faults.columns.empty() ? "" : ", ", column.name);
  }
  return faults;
}

std::int64_t EmptyKeys(const BatchScan& table) {
  std::int64_t empty = 0;
  for (const ColumnSpec& column : table.spec().columns) {
    if (!column.key || column.type != ColumnType::kText) continue;
    table.ForEach({column.name}, [&](std::size_t, auto blocks) {
      for (std::size_t i = 0; i < blocks[0].size(); ++i) empty += blocks[0].Text(i).empty();
    });
  }
  return empty;
}

std::int64_t WrongRanges(const BatchScan& table) {
  constexpr std::int64_t kLedgersPerRange = 10'000;  // decision D8
  std::int64_t wrong = 0;
  table.ForEach({table.spec().sequence_column, "ledger_range"}, [&](std::size_t, auto blocks) {
    for (std::size_t i = 0; i < blocks[0].size(); ++i) {
      const std::int64_t sequence = blocks[0].Integer(i);
      wrong += blocks[1].Integer(i) != sequence - sequence % kLedgersPerRange;
    }
  });
  return wrong;
}

}  // namespace

void CheckColumnRules(const BatchScan& table, QualityResults& out) {
  const TableSpec& spec = table.spec();
  const std::int64_t rows = table.rows();
  const RuleFaults faults = BrokenRules(table);
  out.push_back(Outcome(kChecks[0], spec, faults.values, rows,
                        fmt::format("values against the rules of {}", faults.columns)));
  out.push_back(Outcome(kChecks[1], spec, EmptyKeys(table), rows, "a key is empty"));
  out.push_back(Outcome(kChecks[2], spec, RowsOfForeignLedgers(table) + WrongRanges(table), rows,
                        "ledger_sequence or ledger_range is not of the ledger"));
}

}  // namespace lake
