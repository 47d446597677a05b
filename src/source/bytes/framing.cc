#include "source/bytes/framing.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/check.h"
#include "base/hex.h"

namespace lake {
namespace {

constexpr std::uint32_t kRecordMarkBit = 0x80000000;
constexpr std::uint32_t kLedgerVersionMax = 2;

bool IsBase64(Bytes head) {
  return std::ranges::all_of(head, [](std::uint8_t c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' ||
           c == '/' || c == '=' || c == '\r' || c == '\n';
  });
}

Error NotLedgers(Bytes head) {
  return {Code::kDataLoss,
          fmt::format("not ledgers: begins with {}; expected zstd, record marks, a "
                      "LedgerCloseMetaBatch, a LedgerCloseMeta or base64 lines",
                      Hex(head))};
}

}  // namespace

std::string_view FramingName(Framing framing) {
  switch (framing) {
    case Framing::kEmpty:
      return "empty";
    case Framing::kRecordMarks:
      return "record marks";
    case Framing::kBatch:
      return "LedgerCloseMetaBatch";
    case Framing::kBare:
      return "LedgerCloseMeta";
    case Framing::kBase64Lines:
      return "base64 lines";
  }
  return "";
}

Result<Framing> DecideFraming(Bytes head) {
  if (head.empty()) return Framing::kEmpty;
  if (head.size() >= 4 && (LoadU32(head.data()) & kRecordMarkBit) != 0) {
    return Framing::kRecordMarks;
  }
  if (head.size() < kFramingHeadBytes) {
    return Error{Code::kDataLoss, fmt::format("truncated: {} bytes are no ledger", head.size())};
  }
  if (IsBase64(head)) return Framing::kBase64Lines;

  const std::uint32_t first = LoadU32(head.data());
  const std::uint32_t second = LoadU32(head.data() + 4);
  const std::uint32_t third = LoadU32(head.data() + 8);
  const std::uint32_t fourth = LoadU32(head.data() + 12);
  // A bare ledger could only look like a fitting batch if its hash began with small numbers
  // (version 0) or its reserved extension were not 0 (versions 1 and 2), which is no valid ledger.
  const bool counts = first <= second && third == second - first + 1;
  if (counts && (first > kLedgerVersionMax || fourth <= kLedgerVersionMax)) return Framing::kBatch;
  if (first <= kLedgerVersionMax) return Framing::kBare;
  if (first <= second && fourth <= kLedgerVersionMax) return Framing::kBatch;
  // A record in several fragments: a length without the mark's top bit, then the ledger's version.
  if (second <= kLedgerVersionMax) return Framing::kRecordMarks;
  return NotLedgers(head);
}

Result<BatchHead> ReadBatchHead(Bytes head) {
  CHECK(head.size() >= kBatchHeadBytes);
  const BatchHead batch{LoadU32(head.data()), LoadU32(head.data() + 4), LoadU32(head.data() + 8)};
  if (batch.start > batch.end || batch.count != std::uint64_t{batch.end} - batch.start + 1) {
    return Error{Code::kDataLoss, fmt::format("the batch says ledgers {} to {} but holds {}",
                                              batch.start, batch.end, batch.count)};
  }
  return batch;
}

}  // namespace lake
