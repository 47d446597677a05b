// The name of a table's dataset in lineage and quality rows: core.ledgers_row_v2. Thread-safe.
#pragma once

#include <string_view>

#include "table/table_spec.h"

namespace lake {

// Lives for ever.
std::string_view DatasetName(const TableSpec& spec);

}  // namespace lake
