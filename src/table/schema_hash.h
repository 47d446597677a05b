// The identity of a table's shape: SHA-256 over its ordered "name:type" pairs, one per line, with
// the type as the lake names it. Every batch names the one it was written with
// (_meta_lineage.schema_hash), since digests are over its columns; the columns themselves stand in
// _meta_schemas. Whether a column may be NULL is no part of it: that changes no row.
#pragma once

#include <span>
#include <string>

#include "table/table_spec.h"

namespace lake {

// 64 hex characters.
std::string SchemaHash(std::span<const ColumnSpec> columns);
inline std::string SchemaHash(const TableSpec& spec) { return SchemaHash(spec.columns); }

}  // namespace lake
