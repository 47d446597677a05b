// A table of the hot buffer as DuckDB reads it: the columns that a statement needs, part by part,
// each part in slices of bounded size.
//
// The first slice has a few rows, or one ledger; later ones grow as long as they stay below
// kHotSliceBytes by what earlier slices of the same columns had. So the memory of a scan is that of
// a slice, or of one ledger where that is more. Thread-safe; keeps its reader.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "duckdb/foreign_scan.h"
#include "stellar/ledger_set.h"
#include "table/table_spec.h"
#include "view/hot_reader.h"

namespace lake {

inline constexpr std::uint64_t kHotSliceBytes = std::uint64_t{2} << 20;

class HotTableRows final : public ForeignTable {
 public:
  // `spec` is of the registry, `columns` those of its columns that are shown, `ledgers` those that
  // come from the hot buffer, `rows` how many rows they have.
  HotTableRows(std::shared_ptr<HotReader> reader, const TableSpec& spec,
               std::span<const ColumnSpec> columns, LedgerSet ledgers, std::uint64_t rows);

  std::span<const ColumnSpec> columns() const override { return columns_; }
  std::uint64_t RowsOf(const ForeignPart& part) const override;
  std::unique_ptr<ForeignRows> Scan(std::vector<std::size_t> columns,
                                    const ForeignPart& part) const override;

 private:
  class Slices;
  using Places = std::vector<std::size_t>;

  // How many ledgers the next slice of these columns may have.
  std::uint64_t LedgersAtOnce(const Places& columns) const;
  void Learn(const Places& columns, std::uint64_t ledgers, std::uint64_t bytes) const;

  const std::shared_ptr<HotReader> reader_;
  const TableSpec& spec_;
  const std::vector<ColumnSpec> columns_;
  const LedgerSet ledgers_;
  const std::uint64_t rows_;

  mutable std::mutex mutex_;
  mutable std::map<Places, std::uint64_t> at_once_;
};

}  // namespace lake
