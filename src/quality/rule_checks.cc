// Checks that derive from the declaration of any table: three per table.
#include <fmt/format.h>

#include "quality/check_groups.h"

namespace lake {
namespace {

constexpr CheckInfo kChecks[] = {
    {"column_rules", kValidity, false,
     "Every value has the form and bounds its column declares, and every number fits its type."},
    {"key_present", kCompleteness, false, "No text of the natural key is empty."},
    {"ledger_consistency", kConsistency, false,
     "Every row belongs to a ledger of the batch, and its ledger_range to its ledger."},
};

std::string NamesOf(const TableSpec& spec, const std::vector<std::uint32_t>& columns) {
  std::string names;
  for (const std::uint32_t column : columns) {
    names += fmt::format("{}{}", names.empty() ? "" : ", ", spec.columns[column].name);
  }
  return names;
}

}  // namespace

void CheckColumnRules(const BatchScan& table, const TableFaults& faults, QualityResults& out) {
  const TableSpec& spec = table.spec();
  const std::int64_t rows = table.rows();
  out.push_back(
      Outcome(kChecks[0], spec, faults.values, rows,
              fmt::format("values against the rules of {}", NamesOf(spec, faults.columns))));
  out.push_back(Outcome(kChecks[1], spec, faults.empty_keys, rows, "a key is empty"));
  out.push_back(Outcome(kChecks[2], spec, faults.foreign_rows, rows,
                        "ledger_sequence or ledger_range is not of the ledger"));
}

}  // namespace lake
