// The identity of a table's shape: SHA-256 over its ordered "name:type" pairs, one per line, with
// the type as the lake names it. Kept in _meta_datasets.schema_hash; a change of it is a schema
// change.
#pragma once

#include <string>

#include "table/table_spec.h"

namespace lake {

// 64 hex characters.
std::string SchemaHash(const TableSpec& spec);

}  // namespace lake
