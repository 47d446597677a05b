// How ledgers are laid out in a stream of bytes, told by its first bytes and never by a file's
// name.
//
// The forms do not overlap in practice: a record mark has its top bit set; a bare LedgerCloseMeta
// begins with its version, 0 to 2; a LedgerCloseMetaBatch begins with two sequences and a count
// that fit each other; base64 text has only characters of its alphabet. Thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"

namespace lake {

enum class Framing : std::uint8_t {
  kEmpty,        // no bytes: no ledgers
  kRecordMarks,  // RFC 5531 records of one LedgerCloseMeta each, as stellar-core writes them
  kBatch,        // one LedgerCloseMetaBatch, as in a data lake (SEP-54)
  kBare,         // one LedgerCloseMeta
  kBase64Lines,  // text: a base64 LedgerCloseMeta (or batch) per line
};

// For messages: "record marks".
std::string_view FramingName(Framing framing);

// So many first bytes (fewer only if the stream ends) decide.
inline constexpr std::size_t kFramingHeadBytes = 16;

// kDataLoss when it is none of them, with what was found and what was expected.
Result<Framing> DecideFraming(Bytes head);

// The 12 bytes in front of the ledgers of a batch.
struct BatchHead {
  std::uint32_t start = 0;
  std::uint32_t end = 0;
  std::uint32_t count = 0;
};
inline constexpr std::size_t kBatchHeadBytes = 12;

// kDataLoss unless the ledgers are start to end, one each. Requires: 12 bytes.
Result<BatchHead> ReadBatchHead(Bytes head);

}  // namespace lake
