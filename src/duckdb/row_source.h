// Rows that DuckDB pulls through the table function lake_rows (row_scan.h), and how they are
// divided among its threads.
//
// A thread claims runs: consecutive rows that should stay together, so that a Parquet row group
// holds one run and stays sorted. Rows, the texts they point to and labels must live until the
// statement that reads them has ended: DuckDB gets pointers, not copies.
#pragma once

#include <atomic>
#include <cstddef>
#include <string_view>
#include <vector>

#include "table/row_buffer.h"
#include "table/table_spec.h"

namespace lake {

// A text column beside the table's own, with one value per piece: `_src` of `extract --src`.
struct LabelColumn {
  std::string_view name{};  // empty: no such column
  bool leading = false;     // before the table's columns, else after them
};

struct RowPiece {
  const RowBuffer* rows;
  std::size_t first;
  std::size_t count;
  std::string_view label{};
};
using RowRun = std::vector<RowPiece>;

class RowSource {
 public:
  virtual ~RowSource() = default;
  // The columns to read, in order; the same during the whole scan.
  virtual const std::vector<const ColumnSpec*>& columns() const = 0;
  virtual LabelColumn label() const { return {}; }
  virtual std::size_t max_threads() const { return 1; }
  // Exact number of rows when it is known, else 0.
  virtual std::size_t row_count() const { return 0; }
  // Replaces `run` by the next rows; false at the end. Called from several threads at once.
  virtual bool Claim(RowRun& run) = 0;
};

// All columns of a table.
std::vector<const ColumnSpec*> AllColumns(const TableSpec& spec);

// Rows that are all in memory, cut into runs of `run_rows` rows.
class BufferedRows final : public RowSource {
 public:
  // `pieces` are in the order that rows should have on disk.
  BufferedRows(std::vector<const ColumnSpec*> columns, std::vector<RowPiece> pieces,
               std::size_t run_rows, std::size_t threads, LabelColumn label = {});

  const std::vector<const ColumnSpec*>& columns() const override { return columns_; }
  LabelColumn label() const override { return label_; }
  std::size_t max_threads() const override;
  std::size_t row_count() const override { return rows_; }
  bool Claim(RowRun& run) override;

 private:
  std::vector<const ColumnSpec*> columns_;
  std::vector<RowPiece> pieces_;
  std::vector<std::size_t> ends_;  // rows up to and with each piece
  std::size_t rows_ = 0;
  std::size_t run_rows_;
  std::size_t threads_;
  LabelColumn label_;
  std::atomic<std::size_t> next_run_ = 0;
};

}  // namespace lake
