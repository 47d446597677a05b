#include "reindex/stored_tables.h"

#include <algorithm>
#include <initializer_list>
#include <string_view>

#include "lineage/coverage.h"
#include "tables/all.h"

namespace lake {
namespace {

const LakeTable* Find(const LakeContents& contents, const Table& table) {
  const auto found = std::ranges::find_if(
      contents.tables, [&](const LakeTable& held) { return held.spec.name == table.spec->name; });
  return found == contents.tables.end() ? nullptr : &*found;
}

bool HasColumns(const LakeTable& table, std::initializer_list<std::string_view> names) {
  return std::ranges::all_of(names, [&](std::string_view name) {
    return std::ranges::find(table.columns, name, &ColumnSpec::name) != table.columns.end();
  });
}

}  // namespace

StoredRows FindStoredRows(const LakeContents& contents) {
  const LakeTable* ledgers = Find(contents, kLedgers);
  const LakeTable* transactions = Find(contents, kTransactions);
  if (ledgers == nullptr || transactions == nullptr ||
      !HasColumns(*ledgers, {"ledger_hash", "ledger_header"}) ||
      !HasColumns(*transactions, {"tx_envelope", "tx_result"})) {
    return {};
  }
  const Coverage coverage = Coverage::Of(contents.batches);
  return {.tables = {.ledgers = ledgers->path,
                     .transactions = transactions->path,
                     .has_metas = HasColumns(*transactions, {"tx_meta", "tx_fee_meta"})},
          .ledgers =
              coverage.Held(ledgers->spec.name).Intersect(coverage.Held(transactions->spec.name)),
          .transactions_name = transactions->name};
}

}  // namespace lake
