#include "find/lookup.h"

#include <fmt/format.h>

#include <algorithm>

#include "find/confirmed_hash.h"
#include "find/newest_first.h"
#include "tables/all.h"

namespace lake {
namespace {

// What comes before the position, of a piece that ends in its ledger.
std::string BeforeSql(const Position& before, bool has_operations) {
  // A table without operations has the place of the transaction itself.
  return fmt::format(
      " AND (ledger_sequence < {0} OR application_order < {1} OR (application_order = {1} AND {2} "
      "< {3}))",
      before.ledger, before.application_order, has_operations ? "operation_order" : "0",
      before.operation_order);
}

class PlaceReader {
 public:
  // A hash has so few rows that all of them are read, which costs less than sorting them.
  PlaceReader(Connection& connection, const PlaceQuery& query, std::size_t places_max)
      : connection_(connection),
        query_(query),
        order_(query.keys.hash ? "" : "ORDER BY 1 DESC, 2 DESC, 3 DESC "),
        rows_max_(query.keys.hash ? kPlacesMax : places_max) {}

  // Appends the newest rows of the piece, of each index at most `places_max`.
  Status Read(const LedgerSpan& piece, std::vector<Place>& places) {
    std::string sql;
    for (const IndexKey& key : query_.keys.keys) {
      sql += fmt::format("{}({})", sql.empty() ? "" : " UNION ALL ", Select(key, piece));
    }
    TRY_ASSIGN(QueryResult rows, connection_.Query(sql));
    return ForEachRow(rows, [&](std::size_t row) -> Status {
      places.push_back({{static_cast<std::uint32_t>(rows.Int(0, row)),
                         static_cast<std::uint32_t>(rows.Int(1, row)),
                         static_cast<std::uint32_t>(rows.Int(2, row))},
                        static_cast<Roles>(rows.Int(3, row))});
      return {};
    });
  }

 private:
  std::string Select(const IndexKey& key, const LedgerSpan& piece) const {
    const SearchedTable& table = query_.history.tables.find(key.table)->second;
    const bool has_operations = key.table != kTransactionIndex.spec->name;
    std::string condition = fmt::format("{} AND ledger_sequence BETWEEN {} AND {}", key.condition,
                                        piece.first, piece.last);
    if (query_.before && query_.before->ledger <= piece.last) {
      condition += BeforeSql(*query_.before, has_operations);
    }
    return fmt::format(
        "SELECT {}ledger_sequence, application_order, {}, {} FROM {} WHERE {} {}LIMIT {}",
        key.repeats ? "DISTINCT " : "", has_operations ? "operation_order" : "0",
        table.lacks_roles ? "0" : std::string_view(key.roles), table.path, condition, order_,
        rows_max_);
  }

  Connection& connection_;
  const PlaceQuery& query_;
  const std::string_view order_;
  const std::size_t rows_max_;
};

// Newest first; of what several indexes say of one place, all.
void Merge(std::vector<Place>& places) {
  std::ranges::stable_sort(places, std::ranges::greater{}, &Place::at);
  std::size_t kept = 0;
  for (const Place& place : places) {
    if (kept > 0 && places[kept - 1].at == place.at) {
      places[kept - 1].roles |= place.roles;
    } else {
      places[kept++] = place;
    }
  }
  places.resize(kept);
}

LedgerSet LedgersToSearch(const PlaceQuery& query) {
  return query.before ? query.ledgers.Within({0, query.before->ledger}) : query.ledgers;
}

}  // namespace

Status PrepareLookups(Connection& connection) {
  // For the newest few rows of a table DuckDB would otherwise look for their numbers first and then
  // read the table a second time: cheap where rows are wide, and twice the price of a lookup here.
  return connection.Execute(
      "SET late_materialization_max_rows = 0; SET parquet_metadata_cache = true");
}

Result<PlacePage> FindPlaces(Connection& connection, const PlaceQuery& query,
                             std::stop_token stop) {
  const std::size_t places_max = std::clamp<std::size_t>(query.places_max, 1, kPlacesMax);
  const LedgerSet all = LedgersToSearch(query);
  PlaceReader reader(connection, query, places_max + 1);
  // A hash is in one ledger of any age: every file that may have it is asked at once.
  NewestFirst pieces(all, query.keys.hash ? kEveryLedger : query.newest_ledgers);
  PlacePage page;
  while (page.places.size() <= places_max) {
    const std::optional<LedgerSpan> piece = pieces.Next();
    if (!piece) break;
    if (stop.stop_requested()) return Error{Code::kCancelled, "asked to stop"};
    TRY(reader.Read(*piece, page.places));
    Merge(page.places);
  }
  page.more = page.places.size() > places_max;
  if (page.more) page.places.resize(places_max);
  page.searched = page.more ? all.Within({page.places.back().at.ledger, std::nullopt}) : all;
  if (query.keys.hash) {
    TRY_ASSIGN(page.false_candidates,
               KeepConfirmed(connection, query.history, *query.keys.hash, page.places));
  }
  return page;
}

}  // namespace lake
