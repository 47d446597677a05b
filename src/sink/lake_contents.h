// What is to be known of a lake before its rows are read or written: which of its tables are ours,
// under which names and with which columns.
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "duckdb/lake.h"
#include "lineage/coverage.h"
#include "lineage/recorded_schemas.h"
#include "tables/all.h"
#include "tables/batch.h"
#include "tables/selection.h"

namespace lake {

// First and last ledgers.
using LedgerEnds = std::vector<std::pair<std::uint32_t, std::uint32_t>>;

// A data table of the lake, with the columns it has there (narrow lakes have fewer).
struct LakeTable {
  TableSpec spec;
  std::vector<ColumnSpec> columns;
  Table table;       // of the registry, with `spec`
  std::string path;  // quoted
  std::string name;  // in the lake
  // The newest that a writer of the lake knew (ColumnSpec::since).
  int minor_version = 0;
  // Those whose rows have these columns, ascending; empty: all (schema_split.h).
  LedgerEnds ledgers{};
  bool Has(const BatchRecord& batch) const;
};

struct LakeContents {
  std::deque<LakeTable> tables;
  TableSet set;                      // points into `tables`, same order
  std::vector<BatchRecord> batches;  // ascending
  std::shared_ptr<const RecordedSchemas> schemas;
};

// `names` are those that the lake's writer was given, `known` the tables that this version knows.
// kDataLoss when the lineage names a dataset that has no table.
Result<LakeContents> ReadLakeContents(Connection& connection, const Lake& lake,
                                      const StoredNames& names,
                                      std::span<const Table* const> known = AllTables());

// Makes specs and the set point to what they belong to, after tables were put in or taken out.
void LinkTables(LakeContents& contents);

// The tables of ours that stand in the lake's schema, in registry order, whether or not a batch
// names them.
Result<std::deque<LakeTable>> ReadLakeTables(Connection& connection, const Lake& lake,
                                             const StoredNames& names);

// Which tables somebody wants to hear of, by name or group; both empty = all.
struct TableWish {
  std::vector<std::string> tables;
  std::vector<std::string> exclude;  // names of columns are none of its business
};

// Leaves the tables of `wish`, and of the batches those that hold any of them. kNotFound when a
// table that it names is not in the lake, or nothing is left; kInvalidArgument for unknown names.
Status KeepTables(const TableWish& wish, LakeContents& contents);

}  // namespace lake
