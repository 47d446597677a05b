#include "quality/batch_scan.h"

#include <fmt/format.h>

#include <map>
#include <mutex>

#include "quality/check_groups.h"
#include "tables/all.h"

namespace lake {

BatchScan::BatchScan(const Batch& batch, std::size_t table)
    : batch_(batch), table_(table), spec_(&WholeSpec(*(*batch.tables)[table]->spec)) {}

const ColumnSpec& BatchScan::ColumnNamed(std::string_view name) const {
  for (const ColumnSpec& column : spec().columns) {
    if (column.name == name) return column;
  }
  CHECK(false);
}

const TableSpec& WholeSpec(const TableSpec& spec) {
  const Table* whole = FindTable(spec.name);
  return whole == nullptr ? spec : *whole->spec;
}

std::optional<std::size_t> TableIndex(const Batch& batch, std::string_view name) {
  for (std::size_t i = 0; i < batch.tables->size(); ++i) {
    if ((*batch.tables)[i]->spec->name == name) return i;
  }
  return std::nullopt;
}

std::string_view DatasetName(const TableSpec& spec) {
  static std::mutex mutex;
  static std::map<std::string_view, std::string, std::less<>> names;
  std::lock_guard lock(mutex);
  return names.try_emplace(spec.name, fmt::format("{}.{}", kDatasetDomain, spec.name))
      .first->second;
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

std::int64_t RowsOfForeignLedgers(const BatchScan& table) {
  std::int64_t foreign = 0;
  const Batch& batch = table.batch();
  table.ForEach({table.spec().sequence_column}, [&](std::size_t ledger, auto blocks) {
    for (std::size_t i = 0; i < blocks[0].size(); ++i) {
      foreign += blocks[0].Integer(i) != batch.ledgers[ledger]->sequence;
    }
  });
  return foreign;
}

std::int64_t MissingKeys(const BatchScan& table, std::string_view text_column) {
  std::int64_t missing = 0;
  table.ForEach({text_column, table.spec().sequence_column}, [&](std::size_t, auto blocks) {
    for (std::size_t i = 0; i < blocks[0].size(); ++i) {
      missing += blocks[0].Text(i).empty();
      missing += blocks[1].Integer(i) == 0;
    }
  });
  return missing;
}

}  // namespace lake
