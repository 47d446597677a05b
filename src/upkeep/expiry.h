// Which snapshots of a lake are kept, and letting go of the others. Rows never go: a ledger lake
// only grows, so an older snapshot is a lake with fewer ledgers.
//
// Every snapshot keeps alive the small files that it was made of. So of those that are kept for
// days only one an hour stays, one that upkeep has made where there is one: it has few files.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"
#include "duckdb/lake.h"

namespace lake {

struct Snapshot {
  std::int64_t id;
  std::int64_t micros;     // Unix time
  bool is_merged = false;  // made by upkeep
};

struct ExpiryRules {
  std::int64_t keep_ms;      // older ones go
  std::int64_t keep_all_ms;  // younger ones stay, all of them: readers may be at work on them
};

// Ascending.
Result<std::vector<Snapshot>> ReadSnapshots(Connection& connection, const Lake& lake);

// The ids of those that go. The newest snapshot never does. `snapshots` ascend.
std::vector<std::int64_t> ChooseExpired(std::span<const Snapshot> snapshots,
                                        const ExpiryRules& rules, std::int64_t now_micros);

// Not in a transaction. Files that no other snapshot has are to be removed from then on.
Status ExpireSnapshots(Connection& connection, const Lake& lake, std::span<const std::int64_t> ids);

}  // namespace lake
