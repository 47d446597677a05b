// The rows of one ledger that a filter lets through, on their way from a worker to a client. Owns
// their texts; filled by one worker, then read by one consumer.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "base/arena.h"
#include "base/result.h"
#include "base/sha256.h"
#include "contracts/contract_entry.h"
#include "stellar/integer_text.h"
#include "table/row_buffer.h"

namespace lake {

struct LedgerEntries {
  std::uint32_t sequence = 0;
  Hash256 hash{};
  Hash256 previous_hash{};
  std::uint64_t raw_bytes = 0;      // of the LedgerCloseMeta
  std::int64_t extract_micros = 0;  // how long it took
  std::uint64_t skipped = 0;        // contract entries that the filter did not let through
  RowBuffer rows{sizeof(ContractEntry)};
  std::vector<std::optional<Int128>> balances;  // exact; one per row
  Arena arena;
  Status status;  // when not ok, the rest is void
};

}  // namespace lake
