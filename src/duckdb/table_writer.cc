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

// Runs a statement that reads the rows, named by `sql_of`, and checks that it took them all.
template <class SqlOf>
Result<std::uint64_t> Consume(Connection& connection, RowSource& source, SqlOf sql_of) {
  const RowScanSlot slot(connection.database().row_scans(), source);
  TRY_ASSIGN(Statement statement, connection.Prepare(sql_of(slot.sql())));
  TRY_ASSIGN(QueryResult result, statement.Execute());
  const std::uint64_t rows = result.rows_changed();
  if (rows != source.row_count()) {
    return {Code::kInternal,
            fmt::format("{} rows were given and {} written", source.row_count(), rows)};
  }
  return rows;
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
  auto written = Consume(connection, source, [&](const std::string& rows) {
    return fmt::format("INSERT INTO {} ({}) SELECT * FROM {}", write.target, names, rows);
  });
  if (!written.ok()) return std::move(written).status().Context(write.spec.name);
  return written;
}

Status WriteParquet(Connection& connection, ParquetWrite write) {
  BufferedRows source(AllColumns(write.spec), std::move(write.rows), write.spec.row_group_rows, 1);
  auto written = Consume(connection, source, [&](const std::string& rows) {
    return fmt::format("COPY (SELECT * FROM {}) TO {} (FORMAT parquet, USE_TMP_FILE false, {})",
                       rows, QuoteLiteral(write.path), write.options);
  });
  return std::move(written).status().Context(write.spec.name);
}

}  // namespace lake
