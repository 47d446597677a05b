// Reads raw_ledger_service.RawLedger from the bytes of its message without copying the XDR: the
// generated class would copy it into a string of its own. Thread-safe.
#pragma once

#include <grpcpp/support/byte_buffer.h>

#include "base/bytes.h"
#include "base/result.h"
#include "source/bytes/buffer_pool.h"
#include "source/ledger_source.h"

namespace lake {

// The fields of a message: both must be there, others are skipped, of doubles the last counts, as
// the protocol buffers rules have it. kDataLoss when it is not a whole message.
struct RawLedgerFields {
  std::uint32_t sequence = 0;
  Bytes xdr;  // into the message
};
Result<RawLedgerFields> ParseRawLedger(Bytes message);

// A ledger that keeps the message alive. Copies, into a buffer of `pool`, only when the message
// came in several pieces. `origin` of the result is empty.
Result<RawLedger> TakeRawLedger(const grpc::ByteBuffer& message, BufferPool& pool);

}  // namespace lake
