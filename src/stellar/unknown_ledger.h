// What can be proved of a ledger that holds something this version does not know: a protocol newer
// than kNewestProtocol, or a union arm or enum value that the XDR definitions lack.
//
// The header is found by its own hash, wherever it stands near the beginning, so that also a newer
// LedgerCloseMeta has one; the transaction set behind it by the hash that the header names, even
// when the unknown thing is in it. A damaged byte there is told from a newer type that way. What no
// hash covers, which is the frame and the meta of transactions, cannot be told from damage that
// looks like a newer type. Pure functions.
#pragma once

#include <cstdint>
#include <optional>

#include "base/bytes.h"
#include "base/result.h"
#include "base/sha256.h"

namespace lake {

// The newest protocol whose ledgers the tables were tested with.
inline constexpr std::uint32_t kNewestProtocol = 28;

// 9999-12-31T23:59:59Z in Unix seconds. XDR allows any 64-bit close time; a later one fits no date
// that people, Parquet and SQL agree on, and overflows in microseconds.
inline constexpr std::uint64_t kCloseTimeMax = 253'402'300'799;

struct ProvedHeader {
  std::uint32_t sequence;
  std::uint32_t protocol;
  std::uint64_t close_time;  // Unix seconds; any value
  Hash256 hash;
  Hash256 previous_hash;
  Hash256 tx_set_hash;
  std::size_t end;  // offset of what follows the header, which is the transaction set
};

// The first place near the beginning where a hash is that of the LedgerHeader behind it; nothing
// when there is none.
std::optional<ProvedHeader> FindProvedHeader(Bytes ledger_close_meta);

// The header of a ledger that holds something unknown. kDataLoss when the bytes are at fault in
// another way, or when the header or the transaction set does not match its hash.
Result<ProvedHeader> ProveUnknown(Bytes ledger_close_meta);

// kDataLoss, with the offset, when `protocol` is newer than kNewestProtocol.
Status CheckProtocol(std::uint32_t protocol, std::size_t offset);

}  // namespace lake
