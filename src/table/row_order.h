// How the rows of a table stand in its files, where that is not the order of their ledgers: sorted,
// so that a lookup reads few row groups of each file.
//
// Rows of an ordered table are kept until a file of them is whole, then sorted (sink), and sorted
// again when files are merged (upkeep). Static data; the functions are pure.
#pragma once

#include <span>
#include <string_view>

#include "base/arena.h"

namespace lake {

struct RowOrder {
  // The columns that rows are ordered by. They are part of the key, so that they always stay.
  std::span<const std::string_view> columns;
  // The same for two rows of the table; texts by their bytes.
  bool (*precedes)(const void* a, const void* b);
  // Copies the row's texts into the arena and lets it point there; null where it has none.
  void (*keep_texts)(void* row, Arena& arena) = nullptr;
};

}  // namespace lake
