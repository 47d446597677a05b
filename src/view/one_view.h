// Views of DuckDB that show the hot buffer and the lake as one, under the tables' plain names.
//
// Of the tables that statements name, the hot buffer's rows are copied into temporary tables
// (hot_<name>) before any statement runs. So its transaction is short, DuckDB never learns how to
// reach PostgreSQL, and nothing is answered before the epoch was read again. The views are
// temporary, too: an unqualified name finds them before the lake's tables.
//
// Order: HotSnapshot::Begin, then the lake is opened, then ReadColdSide, then MakeOneView. One
// thread.
#pragma once

#include <deque>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "duckdb/database.h"
#include "duckdb/lake.h"
#include "lineage/coverage.h"
#include "sink/lake_contents.h"
#include "tables/selection.h"
#include "view/hot_snapshot.h"

namespace lake {

// What the lake has.
struct ColdSide {
  bool there = false;   // there is a lake
  std::string network;  // "" while it holds nothing
  Coverage coverage;
  std::deque<LakeTable> tables;
};
Result<ColdSide> ReadColdSide(Connection& connection, const Lake& lake, const StoredNames& names);

// A data table of the registry under its name in the store.
struct NamedTable {
  const TableSpec* spec;
  std::string name;
};
// Those that the statements may read: every one whose name stands in them as a name or a text.
std::vector<NamedTable> TablesNamedIn(std::span<const std::string> statements,
                                      const StoredNames& names);

// Makes the views on this connection. Gives what the reader has to know: ledgers that are in
// neither store, and through which ledger the answer is complete where the hot buffer cannot be
// used. kInvalidArgument when the stores are of different networks; kDataLoss when the hot buffer
// lacks rows that were recorded.
Result<std::vector<std::string>> MakeOneView(Connection& connection, HotSnapshot& hot,
                                             const ColdSide& cold,
                                             std::span<const NamedTable> tables);

}  // namespace lake
