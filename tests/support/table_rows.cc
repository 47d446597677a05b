#include "support/table_rows.h"

#include <gtest/gtest.h>

#include <string>

#include "base/check.h"
#include "table/column_block.h"
#include "tables/all.h"
#include "tables/extract.h"

namespace lake::testing {
namespace {

Json ValueOf(const ColumnBlock& block, std::size_t row) {
  if (block.IsNull(row)) return nullptr;
  switch (block.column().type) {
    case ColumnType::kBool:
      return block.Bool(row);
    case ColumnType::kText:
      return std::string(block.Text(row));
    default:
      return block.Integer(row);
  }
}

JsonList ToJson(const TableSpec& spec, const RowBuffer& rows) {
  JsonList list(rows.size(), Json::object());
  CHECK(rows.size() <= kBlockRows);
  for (const ColumnSpec& column : spec.columns) {
    ColumnBlock block(column, kBlockRows);
    block.Read(rows, 0, rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      list[i][std::string(column.name)] = ValueOf(block, i);
    }
  }
  return list;
}

}  // namespace

JsonList RowsOf(std::string_view table, Bytes ledger_close_meta, const Hash256& network_id) {
  const TableSet tables{FindTable(table)};
  CHECK(tables[0] != nullptr);
  LedgerExtractor extractor(tables, network_id, VerifyLevel::kStrict);
  LedgerRows rows(tables);
  const Status status = extractor.Extract(ledger_close_meta, nullptr, Timestamp{0}, rows);
  if (!status.ok()) {
    ADD_FAILURE() << status.error().message;
    return {};
  }
  return ToJson(*tables[0]->spec, rows.tables[0]);
}

JsonList RowsOf(std::string_view table, LedgerChain& chain, const LedgerSpec& spec) {
  const BuiltLedger ledger = chain.Add(spec);
  return RowsOf(table, ledger.xdr, chain.network_id());
}

JsonList RowsOf(std::string_view table, LedgerChain& chain, const Tx& tx) {
  return RowsOf(table, chain, LedgerSpec().Add(tx));
}

JsonList SetColumns(std::string_view table, const Json& row) {
  JsonList names;
  for (const ColumnSpec& column : FindTable(table)->spec->columns) {
    if (!row.at(std::string(column.name)).is_null()) names.emplace_back(column.name);
  }
  return names;
}

}  // namespace lake::testing
