// A table of a silver lake as it is stored. What it says is declared by the silver table that it is
// of (silver_table.h); one may have several.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "silver/silver_table.h"

namespace lake {

enum class WrittenBy : std::uint8_t { kBatch, kMerge, kBatchAndMerge, kFold };

struct StoredTable {
  std::string name;
  std::vector<SilverColumn> columns;
  WrittenBy by = WrittenBy::kBatch;
  std::string from{};                // the temporary table that rows of it are made in
  std::vector<std::string> order{};  // of rows in a file
  bool by_range = false;             // files lie in folders of ledger_range
};

}  // namespace lake
