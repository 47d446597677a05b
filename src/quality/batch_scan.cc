#include "quality/batch_scan.h"

#include <fmt/format.h>

#include "quality/check_groups.h"
#include "table/dataset_name.h"
#include "tables/all.h"

namespace lake {

BatchScan::BatchScan(const Batch& batch, std::size_t table, std::size_t first)
    : batch_(batch),
      table_(table),
      first_(first),
      spec_(&WholeSpec(*(*batch.tables)[table]->spec)) {}

const ColumnSpec& BatchScan::ColumnNamed(std::string_view name) const {
  for (const ColumnSpec& column : spec().columns) {
    if (column.name == name) return column;
  }
  CHECK(false);
}

std::optional<std::size_t> TableIndex(const Batch& batch, std::string_view name) {
  for (std::size_t i = 0; i < batch.tables->size(); ++i) {
    if ((*batch.tables)[i]->spec->name == name) return i;
  }
  return std::nullopt;
}

QualityResult Outcome(const CheckInfo& check, const TableSpec& spec, std::int64_t violations,
                      std::int64_t rows, std::string_view what) {
  return {.dataset = DatasetName(spec),
          .check_name = check.name,
          .check_type = check.type,
          .warn_only = check.warn_only,
          .passed = violations == 0,
          .details = violations == 0 ? fmt::format("{} rows checked", rows)
                                     : fmt::format("{} of {} rows: {}", violations, rows, what),
          .row_count = rows,
          .null_anomalies = check.type == kCompleteness ? violations : 0};
}

}  // namespace lake
