#include "find/indexed_history.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "lake/fence.h"
#include "sink/lake_batches.h"
#include "sink/lake_contents.h"
#include "sink/lake_quarantine.h"
#include "stellar/network.h"
#include "tables/all.h"

namespace lake {
namespace {

bool Lacks(const LakeTable& table, std::string_view column) {
  return std::ranges::find(table.columns, column, &ColumnSpec::name) == table.columns.end();
}

bool IsSearched(std::string_view table) {
  const std::array searched = {kTransactionIndex.spec, kParticipants.spec, kEntityIndex.spec,
                               kTransactions.spec};
  return std::ranges::any_of(searched, [&](const TableSpec* spec) { return spec->name == table; });
}

}  // namespace

Result<IndexedHistory> ReadIndexedHistory(Connection& connection, const Lake& lake,
                                          const StoredNames& names) {
  IndexedHistory history;
  TRY_ASSIGN(const std::vector<BatchRecord> batches, ReadBatches(connection, lake));
  TRY_ASSIGN(const std::vector<QuarantineRecord> aside, ReadQuarantine(connection, lake));
  for (const QuarantineRecord& ledger : aside) history.aside.Add(ledger.range.span());
  if (batches.empty()) return history;
  const Coverage coverage = Coverage::Of(batches);
  history.known = coverage.HeldByAny();
  TRY_ASSIGN(history.network, NetworkOfLake(connection, lake));
  TRY_ASSIGN(const std::deque<LakeTable> tables, ReadLakeTables(connection, lake, names));
  for (const LakeTable& table : tables) {
    const std::string_view name = table.spec.name;
    if (!IsSearched(name)) continue;
    history.tables[std::string(name)] = {
        .path = table.path,
        .held = coverage.Held(name),
        .lacks_roles = name == kParticipants.spec->name && Lacks(table, "roles"),
        .lacks_inner_hash =
            name == kTransactions.spec->name && Lacks(table, "inner_transaction_hash")};
  }
  return history;
}

Result<LedgerSet> LedgersWith(const IndexedHistory& history, const IndexKeys& keys) {
  if (history.known.empty()) return Error{Code::kNotFound, "the lake holds no ledgers yet"};
  LedgerSet ledgers = history.known;
  for (const IndexKey& key : keys.keys) {
    const auto table = history.tables.find(key.table);
    if (table == history.tables.end() || table->second.held.empty()) {
      return Error{Code::kNotFound,
                   fmt::format("the lake has no rows of {}, by which this is found: `stellarlake "
                               "reindex` fills the tables of the group index in a lake that was "
                               "written without them, `stellarlake ingest SOURCE --tables index` "
                               "from the ledgers",
                               key.table)};
    }
    ledgers = ledgers.Intersect(table->second.held);
  }
  return ledgers;
}

std::optional<Hash256> NetworkIdOf(const IndexedHistory& history) {
  const auto network = ParseNetwork(history.network);
  return network.ok() ? std::optional(network->id) : std::nullopt;
}

}  // namespace lake
