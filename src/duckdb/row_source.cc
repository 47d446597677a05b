#include "duckdb/row_source.h"

#include <algorithm>
#include <utility>

namespace lake {

std::vector<const ColumnSpec*> AllColumns(const TableSpec& spec) {
  std::vector<const ColumnSpec*> out;
  for (const ColumnSpec& column : spec.columns) out.push_back(&column);
  return out;
}

BufferedRows::BufferedRows(std::vector<const ColumnSpec*> columns, std::vector<RowPiece> pieces,
                           std::size_t run_rows, std::size_t threads, LabelColumn label)
    : columns_(std::move(columns)),
      pieces_(std::move(pieces)),
      run_rows_(run_rows),
      threads_(threads),
      label_(label) {
  CHECK(run_rows_ > 0);
  for (const RowPiece& piece : pieces_) ends_.push_back(rows_ += piece.count);
}

std::size_t BufferedRows::max_threads() const {
  // A thread without a full run of its own costs a file and gains nothing.
  return std::clamp<std::size_t>(rows_ / run_rows_, 1, std::max<std::size_t>(threads_, 1));
}

bool BufferedRows::Claim(RowRun& run) {
  run.clear();
  const std::size_t first = next_run_.fetch_add(1) * run_rows_;
  if (first >= rows_) return false;
  const std::size_t end = std::min(first + run_rows_, rows_);
  auto index = static_cast<std::size_t>(std::ranges::upper_bound(ends_, first) - ends_.begin());
  for (std::size_t at = first; at < end; ++index) {
    const RowPiece& piece = pieces_[index];
    const std::size_t skip = at - (ends_[index] - piece.count);
    const std::size_t count = std::min(piece.count - skip, end - at);
    if (count == 0) continue;
    run.push_back({piece.rows, piece.first + skip, count, piece.label});
    at += count;
  }
  return true;
}

}  // namespace lake
