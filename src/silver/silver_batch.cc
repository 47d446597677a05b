#include "silver/silver_batch.h"

#include <fmt/format.h>

#include "silver/silver_ddl.h"
#include "silver/silver_inputs.h"
#include "table/sql_text.h"
#include "tables/range_column.h"

namespace lake {
namespace {

std::string ColumnList(std::span<const SilverColumn> columns) {
  std::string out;
  for (const SilverColumn& column : columns) {
    if (!out.empty()) out += ", ";
    out += QuoteIdentifier(column.name);
  }
  return out;
}

bool IsStored(const SilverTable& table) { return !StoredTablesOf(table).empty(); }

}  // namespace

Status SilverBatch::Evaluate() {
  const std::vector<std::string> inputs = BronzeInputs(tables_);
  TRY(OpenInputs(connection_, bronze_, inputs, span_));
  for (const SilverTable& table : tables_) {
    if (!IsStored(table)) continue;
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
  const std::string from = fmt::format("temp.main.{}", QuoteIdentifier(table.name));
  if (table.kind == SilverKind::kAgg) {
    return fmt::format("SELECT *, {}::BIGINT AS batch_lo, {}::BIGINT AS batch_hi FROM {}",
                       span_.first, span_.last, from);
  }
  std::string keys = ColumnList({});
  for (const std::string& key : table.key) {
    keys += fmt::format("{}{}", keys.empty() ? "" : ", ", QuoteIdentifier(key));
  }
  static_cast<void>(stored);
  return fmt::format("SELECT * FROM {} ORDER BY {}", from, keys);
}

Status SilverBatch::Write(LakeWriter& writer, FileSet& files) {
  const std::string range = std::to_string(RangeStart(span_.first));
  for (const SilverTable& table : tables_) {
    for (const StoredTable& stored : StoredTablesOf(table)) {
      TRY_ASSIGN(const TableStorage* storage, StorageOf(writer.storage(), stored.name));
      const NewFile file{.storage = storage,
                         .partition = stored.by_range ? std::string_view(range) : ""};
      TRY(files.Add(connection_, {&file, 1}));
      const std::size_t last = files.files().size() - 1;
      auto any = Copy(Select(table, stored), *storage, files.files()[last].path);
      if (!any.ok()) return std::move(any).status().Context(stored.name);
      if (!*any) files.Drop(last);
    }
  }
  return writer.options().sync ? files.Sync() : Status();
}

Result<bool> SilverBatch::Copy(const std::string& select, const TableStorage& storage,
                               const std::string& path) {
  TRY_ASSIGN(QueryResult copied, connection_.Query(fmt::format(
                                     "COPY ({}) TO {} (FORMAT parquet, USE_TMP_FILE false, {})",
                                     select, QuoteLiteral(path), storage.parquet_options)));
  return copied.rows_changed() > 0;
}

// Rows are hashed as text, column by column in the declared order: the same on every machine. The
// two halves of each hash are added up by themselves, so that no row hides another.
Result<std::vector<SilverCount>> SilverBatch::Count() {
  std::vector<SilverCount> counts;
  for (const SilverTable& table : tables_) {
    if (!IsStored(table)) continue;
    TRY_ASSIGN(
        QueryResult rows,
        connection_.Query(fmt::format(
            "SELECT count(*), coalesce(printf('%016x%016x', (sum(md5_number_upper(t::VARCHAR)) % "
            "18446744073709551616)::UBIGINT, (sum(md5_number_lower(t::VARCHAR)) % "
            "18446744073709551616)::UBIGINT), repeat('0', 32)) FROM temp.main.{} AS t",
            QuoteIdentifier(table.name))));
    TRY(rows.NextSingleRow().Context(table.name));
    counts.push_back(
        {.table = table.name, .rows = rows.Int(0, 0), .digest = std::string(rows.Text(1, 0))});
  }
  return counts;
}

}  // namespace lake
