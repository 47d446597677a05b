#include "verify/schema_split.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

#include "table/dataset_name.h"
#include "table/sql_text.h"
#include "tables/meta_tables.h"

namespace lake {
namespace {

// By schema, "" for batches that name none.
using LedgersBySchema = std::map<std::string, LedgerEnds>;

Result<LedgersBySchema> ReadLedgers(Connection& connection, const Lake& lake, const TableSpec& spec,
                                    bool in_lineage) {
  LedgersBySchema out;
  if (!in_lineage) return LedgersBySchema{{"", {}}};
  const std::string from = fmt::format("FROM {} WHERE dataset = {}", lake.Table(kMetaLineage.name),
                                       QuoteLiteral(DatasetName(spec)));
  TRY_ASSIGN(QueryResult names,
             connection.Query(fmt::format("SELECT DISTINCT coalesce(schema_hash, '') {}", from)));
  TRY(ForEachRow(names, [&](std::size_t row) -> Status {
    out.emplace(names.Text(0, row), LedgerEnds());
    return {};
  }));
  if (out.empty()) out.emplace("", LedgerEnds());  // a fault, and no reason not to compare
  if (out.size() < 2) return out;
  TRY_ASSIGN(QueryResult rows,
             connection.Stream(fmt::format("SELECT coalesce(schema_hash, ''), source_ledger_start, "
                                           "source_ledger_end {} ORDER BY source_ledger_start",
                                           from)));
  TRY(ForEachRow(rows, [&](std::size_t row) -> Status {
    LedgerEnds& ledgers = out[std::string(rows.Text(0, row))];
    const auto first = static_cast<std::uint32_t>(rows.Int(1, row));
    const auto last = static_cast<std::uint32_t>(rows.Int(2, row));
    if (!ledgers.empty() && ledgers.back().second + 1 == first) {
      ledgers.back().second = last;
    } else {
      ledgers.emplace_back(first, last);
    }
    return {};
  }));
  return out;
}

// The columns of the table that the schema has too.
Result<std::vector<ColumnSpec>> SharedColumns(const LakeTable& table,
                                              const RecordedSchemas& schemas,
                                              const std::string& schema) {
  TRY_ASSIGN(const std::vector<ColumnSpec> written, schemas.ColumnsOf(table.spec, schema));
  std::vector<ColumnSpec> shared;
  std::ranges::copy_if(table.columns, std::back_inserter(shared), [&](const ColumnSpec& column) {
    return std::ranges::find(written, column.name, &ColumnSpec::name) != written.end();
  });
  return shared;
}

}  // namespace

Status SplitBySchema(Connection& connection, const Lake& lake, LakeContents& contents) {
  std::deque<LakeTable> split;
  for (const LakeTable& table : contents.tables) {
    TRY_ASSIGN(const LedgersBySchema ledgers,
               ReadLedgers(connection, lake, table.spec, contents.schemas->in_lineage()));
    for (const auto& [schema, ends] : ledgers) {
      TRY_ASSIGN(std::vector<ColumnSpec> columns, SharedColumns(table, *contents.schemas, schema));
      LakeTable part = table;
      part.columns = std::move(columns);
      part.ledgers = ends;
      split.push_back(std::move(part));
    }
  }
  contents.tables = std::move(split);
  LinkTables(contents);
  return {};
}

}  // namespace lake
