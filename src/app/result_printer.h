// The rows of a query on standard output, as an aligned table, CSV, JSON, JSON lines or Markdown.
// Rows are printed while they are produced, so a big answer needs no memory; only a table holds its
// first thousand rows back, to find the widths of its columns.
//
// Text comes from ledgers, whose content anybody chooses: tables and Markdown show it as
// VisibleText does; the other formats have the data as it is.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "duckdb/query_result.h"

namespace lake {

struct ResultFormat {
  std::string name = "table";    // table, csv, json, jsonl, markdown
  std::size_t cell_columns = 0;  // longer cells of a table are cut; 0 = never
};

using WriteText = std::function<Status(std::string_view)>;

// Prints all of `result`; gives the number of rows. Errors of the query and of `write` pass
// through.
Result<std::uint64_t> PrintResult(QueryResult& result, const ResultFormat& format,
                                  const WriteText& write);

}  // namespace lake
