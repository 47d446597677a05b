// A table of a silver lake as it is stored. What it says is declared by the silver table that it is
// of (silver_table.h); one may have several.
#pragma once

#include <string>
#include <vector>

#include "silver/silver_table.h"

namespace lake {

struct StoredTable {
  std::string name;
  std::vector<SilverColumn> columns;
  // The temporary table that a batch's rows of it stand in; empty: batches write none.
  std::string from{};
  std::vector<std::string> order{};  // of rows in a file
  bool by_range = false;             // files lie in folders of ledger_range
};

}  // namespace lake
