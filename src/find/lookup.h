// One page of the places of something, newest first.
//
// In the caller's transaction. Bounded: by `places_max`, and by files as README.md says. Errors:
// DuckError, and kCancelled when `stop` came; who asks to stop also interrupts the connection, so
// that a statement that runs ends.
#pragma once

#include <cstddef>
#include <optional>
#include <stop_token>
#include <vector>

#include "base/result.h"
#include "duckdb/database.h"
#include "find/indexed_history.h"
#include "find/place.h"

namespace lake {

inline constexpr std::size_t kPlacesMax = 10'000;  // of a page

// Settings that lookups are cheaper with, of the connection and, that footers of files are kept, of
// its engine; once, before the first lookup. The answers are the same without.
Status PrepareLookups(Connection& connection);

struct PlaceQuery {
  const IndexedHistory& history;
  const IndexKeys& keys;
  LedgerSet ledgers;                 // to look in, of those of LedgersWith
  std::optional<Position> before{};  // only what comes before: where a page ended
  std::size_t places_max = 20;       // 1 to kPlacesMax
  // In the first piece (newest_first.h). A busy account is in every ledger; runs that were not
  // merged yet are about as many as their ledgers.
  std::uint64_t newest_ledgers = 256;
};

struct PlacePage {
  std::vector<Place> places;  // newest first
  // Whether there are more, before the last one.
  bool more = false;
  // The ledgers that were looked at; of the oldest one perhaps a part, when there are more.
  LedgerSet searched;
  // Transactions whose hash begins as the one that is looked for, and that are others.
  std::size_t false_candidates = 0;
};

Result<PlacePage> FindPlaces(Connection& connection, const PlaceQuery& query,
                             std::stop_token stop = {});

}  // namespace lake
