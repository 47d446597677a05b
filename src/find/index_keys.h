// What the index tables know a subject by, and the conditions that find it there.
//
// Pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/sha256.h"
#include "find/place.h"
#include "find/subject.h"

namespace lake {

// Rows of one index table. `condition` is SQL with literals only, made of numbers and quoted texts:
// parameters would not prune files.
struct IndexKey {
  std::string_view table;  // its spec's name
  std::string condition;
  std::string roles;     // SQL: what a row of it says, as role bits
  bool repeats = false;  // a place may have several such rows
};

struct IndexKeys {
  std::vector<IndexKey> keys;  // at least one
  // Of a transaction: all of its hash; the key is only the first bits of it.
  std::optional<Hash256> hash{};
};

// The index of assets knows trades only; what else concerns an asset is what its contract emitted,
// whose id follows from the network. Null: not known, so that it is left out.
IndexKeys KeysOf(const Subject& subject, const Hash256* network_id);

}  // namespace lake
