#include "sink/sorted_rows.h"

#include <algorithm>
#include <vector>

namespace lake {

void SortedRows::Add(const RowBuffer& rows) {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    void* const row = rows_.AppendCopy(rows.row(i));
    if (spec_.order->keep_texts != nullptr) spec_.order->keep_texts(row, texts_);
  }
}

Status SortedRows::ForEachPiece(const std::function<Status(const RowBuffer& piece)>& take) const {
  std::vector<const void*> sorted(rows_.size());
  for (std::size_t i = 0; i < sorted.size(); ++i) sorted[i] = rows_.row(i);
  std::sort(sorted.begin(), sorted.end(), spec_.order->precedes);
  RowBuffer piece(spec_.row_size);
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    piece.AppendCopy(sorted[i]);
    if (piece.size() < spec_.row_group_rows && i + 1 < sorted.size()) continue;
    TRY(take(piece));
    piece.Clear();
  }
  return {};
}

}  // namespace lake
