// Batches of tiny rows with a valid chain of hashes, for tests of sinks and lineage.
#pragma once

#include "support/tiny_table.h"
#include "tables/batch.h"

namespace lake::testing {

// Two tables of tiny rows: tiny_things_row_v3 and tiny_others_row_v1 (which has rows only in every
// third ledger). Not part of the registry.
const TableSet& TinyTables();

// The made-up hash of a ledger; the chain is valid by construction.
Hash256 TinyHash(std::uint32_t sequence);

// Ledgers [first, last] with `rows` rows each. The texts live as long as the process. Any
// thread.
Batch MakeTinyBatch(std::uint32_t first, std::uint32_t last, std::size_t rows = 10,
                    const TableSet& tables = TinyTables());

}  // namespace lake::testing
