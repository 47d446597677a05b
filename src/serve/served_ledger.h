// A ledger as it goes over the wire: the RawLedger message, encoded once and shared by every client
// that gets it. The XDR bytes inside are the source's own, never copied.
//
// A plain value; copies share the bytes, which live as long as any copy or any message that gRPC is
// still writing.
#pragma once

#include <grpcpp/support/byte_buffer.h>

#include <cstdint>
#include <span>

#include "base/result.h"
#include "source/ledger_source.h"

namespace lake {

struct ServedLedger {
  std::uint32_t sequence = 0;
  std::uint64_t message_bytes = 0;
  grpc::ByteBuffer message;  // raw_ledger_service.RawLedger
};

ServedLedger EncodeLedger(RawLedger ledger);

// raw_ledger_service.GetLedgerRangeResponse over the same bytes.
Result<grpc::ByteBuffer> EncodeLedgerRange(std::span<const ServedLedger> ledgers,
                                           std::uint32_t latest_ledger);

}  // namespace lake
