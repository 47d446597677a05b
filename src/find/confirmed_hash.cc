#include "find/confirmed_hash.h"

#include <fmt/format.h>

#include <map>
#include <set>

#include "base/hex.h"
#include "tables/all.h"

namespace lake {
namespace {

// Where the hash is a transaction's, and where the one inside a fee bump.
using LedgersOfHash = std::map<Roles, std::set<std::uint32_t>>;

Result<LedgersOfHash> ReadLedgers(Connection& connection, const SearchedTable& transactions,
                                  const Hash256& hash, const std::set<std::uint32_t>& ledgers) {
  const std::string inner =
      transactions.lacks_inner_hash
          ? std::string("NULL")
          : fmt::format("inner_transaction_hash = '{}'", Hex(Bytes(hash.data(), hash.size())));
  TRY_ASSIGN(QueryResult rows,
             connection.Query(fmt::format(
                 "SELECT ledger_sequence, outer_is, inner_is FROM (SELECT ledger_sequence, "
                 "transaction_hash = '{}' AS outer_is, coalesce({}, false) AS inner_is FROM {} "
                 "WHERE ledger_sequence IN ({})) WHERE outer_is OR inner_is",
                 Hex(Bytes(hash.data(), hash.size())), inner, transactions.path,
                 fmt::join(ledgers, ", "))));
  LedgersOfHash found;
  TRY(ForEachRow(rows, [&](std::size_t row) -> Status {
    const auto ledger = static_cast<std::uint32_t>(rows.Int(0, row));
    if (rows.Bool(1, row)) found[role::kHash].insert(ledger);
    if (rows.Bool(2, row)) found[role::kInnerHash].insert(ledger);
    return {};
  }));
  return found;
}

}  // namespace

Result<std::size_t> KeepConfirmed(Connection& connection, const IndexedHistory& history,
                                  const Hash256& hash, std::vector<Place>& places) {
  static const SearchedTable kNone{};
  const auto found_table = history.tables.find(kTransactions.spec->name);
  const SearchedTable& transactions =
      found_table == history.tables.end() ? kNone : found_table->second;
  std::set<std::uint32_t> ledgers;
  for (Place& place : places) {
    const bool inner_unknown =
        (place.roles & role::kInnerHash) != 0 && transactions.lacks_inner_hash;
    if (inner_unknown || !transactions.held.Contains(place.at.ledger)) {
      place.roles |= role::kUnconfirmed;
    } else {
      ledgers.insert(place.at.ledger);
    }
  }
  if (ledgers.empty()) return std::size_t{0};
  TRY_ASSIGN(LedgersOfHash found, ReadLedgers(connection, transactions, hash, ledgers));
  const auto is_found = [&](const Place& place, Roles kind) {
    return (place.roles & kind) != 0 && found[kind].contains(place.at.ledger);
  };
  return std::erase_if(places, [&](const Place& place) {
    return (place.roles & role::kUnconfirmed) == 0 && !is_found(place, role::kHash) &&
           !is_found(place, role::kInnerHash);
  });
}

}  // namespace lake
