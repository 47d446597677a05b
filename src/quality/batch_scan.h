// Reads columns of one table over a whole batch, block by block. Internal to quality/.
#pragma once

#include <initializer_list>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "quality/checks.h"
#include "table/column_block.h"
#include "tables/batch.h"

namespace lake {

class BatchScan {
 public:
  // Of the rows of ledgers from `first` on.
  BatchScan(const Batch& batch, std::size_t table, std::size_t first = 0);

  // Calls visit(ledger index, blocks) for every block of rows; blocks are in the order of
  // `columns`. Requires: the table has these columns.
  template <class Visit>
  void ForEach(std::initializer_list<std::string_view> columns, Visit visit) const {
    std::vector<ColumnBlock> blocks;
    for (std::string_view name : columns) blocks.emplace_back(ColumnNamed(name), kRows);
    for (std::size_t i = first_; i < batch_.ledgers.size(); ++i) {
      const RowBuffer& rows = batch_.ledgers[i]->tables[table_];
      for (std::size_t first = 0; first < rows.size(); first += kRows) {
        const std::size_t count = std::min(kRows, rows.size() - first);
        for (ColumnBlock& block : blocks) block.Read(rows, first, count);
        visit(i, std::span<const ColumnBlock>(blocks));
      }
    }
  }

  const Batch& batch() const { return batch_; }
  // The whole declaration, also where the batch keeps fewer columns (WholeSpec).
  const TableSpec& spec() const { return *spec_; }
  std::size_t table() const { return table_; }
  // The same ledgers in another table.
  BatchScan Of(std::size_t table) const { return {batch_, table, first_}; }
  auto ledgers() const { return std::span(batch_.ledgers).subspan(first_); }
  // Of the whole batch.
  std::int64_t rows() const { return static_cast<std::int64_t>(batch_.rows(table_)); }

 private:
  static constexpr std::size_t kRows = 256;
  const ColumnSpec& ColumnNamed(std::string_view name) const;

  const Batch& batch_;
  std::size_t table_;
  std::size_t first_;
  const TableSpec* spec_;
};

// The index of a table in the batch's set, by name.
std::optional<std::size_t> TableIndex(const Batch& batch, std::string_view name);

// The result of a check that found `violations` in `rows` rows.
QualityResult Outcome(const CheckInfo& check, const TableSpec& spec, std::int64_t violations,
                      std::int64_t rows, std::string_view what);

}  // namespace lake
