// Pieces of rows gathered into one DuckDB data chunk, column by column.
#pragma once

#include <duckdb.h>

#include <span>

#include "base/result.h"
#include "duckdb/row_source.h"

namespace lake {

// Fills slots [0, sum of counts) of the chunk's vectors and sets its size. The sum must not exceed
// DuckDB's vector size. kInternal for a text that is not UTF-8, naming column and row.
Status FillChunk(duckdb_data_chunk chunk, const RowSource& source,
                 std::span<const RowPiece> pieces);

}  // namespace lake
