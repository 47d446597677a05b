#include "silver/silver_batch.h"

#include <fmt/format.h>

#include <algorithm>

#include "silver/silver_ddl.h"
#include "silver/silver_inputs.h"
#include "table/sql_text.h"
#include "tables/range_column.h"

namespace lake {
namespace {

std::string QuotedList(std::span<const std::string> names) {
  std::string out;
  for (const std::string& name : names) {
    out += fmt::format("{}{}", out.empty() ? "" : ", ", QuoteIdentifier(name));
  }
  return out;
}

std::string ColumnList(std::span<const SilverColumn> columns) {
  std::string out;
  for (const SilverColumn& column : columns) {
    if (!out.empty()) out += ", ";
    out += QuoteIdentifier(column.name);
  }
  return out;
}

}  // namespace

Status SilverBatch::Evaluate() {
  TRY(CopyInputs(connection_, place_.bronze, tables_, place_.span));
  for (const SilverTable& table : tables_) {
    if (StoredTablesOf(table).empty()) continue;
    if (table.kind == SilverKind::kState) {
      TRY(EvaluateState(connection_, table, place_.state));
      continue;
    }
    TRY(connection_
            .Execute(fmt::format("CREATE OR REPLACE TEMP TABLE {} AS SELECT {} FROM (\n{}\n)",
                                 QuoteIdentifier(table.name), ColumnList(table.columns),
                                 table.select))
            .Context(table.name));
  }
  return {};
}

// What the stored table gets, of the temporary one.
std::string SilverBatch::Select(const SilverTable& table, const StoredTable& stored) const {
  const std::string parts = table.kind == SilverKind::kAgg
                                ? fmt::format(", {}::BIGINT AS batch_lo, {}::BIGINT AS batch_hi",
                                              place_.span.first, place_.span.last)
                                : "";
  return fmt::format("SELECT *{} FROM temp.main.{} ORDER BY {}", parts,
                     QuoteIdentifier(stored.from), QuotedList(stored.order));
}

Status SilverBatch::Write(LakeWriter& writer, std::span<const SilverCount> counts, FileSet& files) {
  const auto is_empty = [&](const StoredTable& stored) {
    const auto count = std::ranges::find(counts, stored.name, &SilverCount::table);
    return count == counts.end() || count->rows == 0;
  };
  const std::string range = std::to_string(RangeStart(place_.span.first));
  for (const SilverTable& table : tables_) {
    for (const StoredTable& stored : StoredTablesOf(table)) {
      if (stored.from.empty() || is_empty(stored)) continue;
      TRY_ASSIGN(const TableStorage* storage, StorageOf(writer.storage(), stored.name));
      const NewFile file{.storage = storage,
                         .partition = stored.by_range ? std::string_view(range) : ""};
      TRY(files.Add(connection_, {&file, 1}));
      TRY(Copy(Select(table, stored), *storage, files.files().back().path).Context(stored.name));
    }
  }
  return writer.options().sync ? files.Sync() : Status();
}

Status SilverBatch::Copy(const std::string& select, const TableStorage& storage,
                         const std::string& path) {
  return connection_.Execute(fmt::format("COPY ({}) TO {} (FORMAT parquet, USE_TMP_FILE false, {})",
                                         select, QuoteLiteral(path), storage.parquet_options));
}

// Rows are hashed as text, column by column in the declared order: the same on every machine. The
// two halves of each hash are added up by themselves, so that no row hides another.
Result<std::vector<SilverCount>> SilverBatch::Count() {
  std::vector<SilverCount> counts;
  for (const SilverTable& table : tables_) {
    for (const StoredTable& stored : StoredTablesOf(table)) {
      if (stored.from.empty()) continue;
      TRY_ASSIGN(counts.emplace_back(), CountOf(stored));
    }
  }
  return counts;
}

Result<SilverCount> SilverBatch::CountOf(const StoredTable& stored) {
  TRY_ASSIGN(
      QueryResult rows,
      connection_.Query(fmt::format(
          "SELECT count(*), coalesce(printf('%016x%016x', (sum(md5_number_upper(t::VARCHAR)) % "
          "18446744073709551616)::UBIGINT, (sum(md5_number_lower(t::VARCHAR)) % "
          "18446744073709551616)::UBIGINT), repeat('0', 32)) FROM temp.main.{} AS t",
          QuoteIdentifier(stored.from))));
  TRY(rows.NextSingleRow().Context(stored.name));
  return SilverCount{
      .table = stored.name, .rows = rows.Int(0, 0), .digest = std::string(rows.Text(1, 0))};
}

}  // namespace lake
