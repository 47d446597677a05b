// The rows that register tables: _meta_datasets, and _meta_schemas for the columns they have.
//
// Texts are kept in the arena the caller gives.
#pragma once

#include <string>
#include <string_view>

#include "base/arena.h"
#include "table/row_buffer.h"
#include "table/table_spec.h"
#include "tables/meta_tables.h"

namespace lake {

// A table's entry in the registry of datasets (contract/quality.yaml).
DatasetRow MakeDatasetRow(const TableSpec& spec, Timestamp now, Arena& arena);

// A SchemaRow for every column.
void AppendSchemaRows(const TableSpec& spec, Timestamp now, Arena& arena, RowBuffer& rows);

// SHA-256 prefix over the schema hashes of tables: _meta_eras.schema_epoch.
std::string SchemaEpoch(std::span<const TableSpec* const> specs);

}  // namespace lake
