// What the beginning of a LedgerCloseMeta says, without decoding the rest: enough to order ledgers,
// to see gaps and to chain them. Only the header is checked here; the ledger as a whole is checked
// by whoever decodes it. Thread-safe.
#pragma once

#include <cstdint>

#include "base/bytes.h"
#include "base/result.h"
#include "base/sha256.h"

namespace lake {

struct LedgerPeek {
  std::int32_t version;  // of LedgerCloseMeta: 0, 1, 2
  std::uint32_t sequence;
  std::uint32_t protocol;   // LedgerHeader.ledgerVersion
  std::int64_t close_time;  // Unix seconds
  Hash256 hash;             // as the ledger states it; not recomputed
  Hash256 previous_hash;
};

// kDataLoss with the offset when the bytes do not begin as a LedgerCloseMeta of a known version
// does.
Result<LedgerPeek> PeekLedger(Bytes ledger_close_meta);

}  // namespace lake
