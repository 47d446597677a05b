#include "duckdb/table_writer.h"

#include <fmt/format.h>

#include "duckdb/row_scan.h"
#include "table/sql_text.h"

namespace lake {
namespace {

std::string ColumnList(std::span<const ColumnSpec* const> columns) {
  std::string out;
  for (const ColumnSpec* column : columns) {
    if (!out.empty()) out += ", ";
    out += QuoteIdentifier(column->name);
  }
  return out;
}

Result<QueryResult> Insert(Connection& connection, const std::string& sql) {
  TRY_ASSIGN(Statement statement, connection.Prepare(sql));
  return statement.Execute();
}

}  // namespace

Result<std::uint64_t> WriteTable(Connection& connection, const TableWrite& write) {
  std::vector<RowPiece> pieces;
  for (const RowBuffer* rows : write.rows) {
    if (rows->size() > 0) pieces.push_back({rows, 0, rows->size()});
  }
  if (pieces.empty()) return std::uint64_t{0};
  std::vector<const ColumnSpec*> columns = AllColumns(write.spec);
  if (!write.columns.empty()) columns.assign(write.columns.begin(), write.columns.end());
  const std::string names = ColumnList(columns);
  const int threads = write.threads > 0 ? write.threads : connection.database().threads();
  BufferedRows source(std::move(columns), std::move(pieces), write.spec.row_group_rows,
                      static_cast<std::size_t>(threads));
  const RowScanSlot slot(connection.database().row_scans(), source);
  auto result = Insert(connection, fmt::format("INSERT INTO {} ({}) SELECT * FROM {}", write.target,
                                               names, slot.sql()));
  if (!result.ok()) return std::move(result).status().Context(write.spec.name);
  if (source.row_count() != result->rows_changed()) {
    return {Code::kInternal, fmt::format("{}: {} rows were given and {} written", write.spec.name,
                                         source.row_count(), result->rows_changed())};
  }
  return result->rows_changed();
}

}  // namespace lake
