// Views of DuckDB that show the hot buffer and the lake as one, under the tables' plain names.
//
// The hot buffer's half is read while statements run (hot_table.h): only the columns that one
// needs, and where it asks for certain ledgers only the parts that have them. Before the first
// statement the rows of every table that is named are counted and compared with what was recorded,
// and the epoch is read again. The lake's half is pinned to the snapshot that its coverage was read
// from, so several statements see the same ledgers. DuckDB never learns how to reach PostgreSQL.
// The views are temporary: an unqualified name finds them before the lake's tables.
//
// Order: HotSnapshot::Begin, then the lake is opened, then ReadColdSide, then MakeOneView. One
// thread, until statements run.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "duckdb/database.h"
#include "duckdb/lake.h"
#include "lineage/coverage.h"
#include "sink/lake_contents.h"
#include "tables/selection.h"
#include "view/hot_reader.h"
#include "view/hot_snapshot.h"

namespace lake {

// What the lake has.
struct ColdSide {
  bool there = false;   // there is a lake
  std::string network;  // "" while it holds nothing
  Coverage coverage;
  std::int64_t version = 0;  // of the catalog: the snapshot that this was read from
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

struct OneView {
  // What the reader has to know: ledgers that are in neither store, and through which ledger the
  // answer is complete where the hot buffer cannot be used.
  std::vector<std::string> notes;
  // Who reads the hot buffer for the statements; null when nobody has to.
  std::shared_ptr<const HotReader> hot;
  // The lake's snapshot that they read.
  std::int64_t version = 0;
};

// Makes the views on this connection, whose database keeps the hot snapshot for as long as it
// lives. kInvalidArgument when the stores are of different networks; kDataLoss when the hot buffer
// lacks rows that were recorded.
Result<OneView> MakeOneView(Connection& connection, HotSnapshot hot, const ColdSide& cold,
                            std::span<const NamedTable> tables);

// Why a statement over the views failed with that error: DuckDB passes on as a text what the server
// of the hot buffer said, or that the snapshot has expired (kUnavailable: ask again).
Error CauseOf(const OneView& view, Error error);

}  // namespace lake
