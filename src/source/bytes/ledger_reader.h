// The ledgers in one stream of bytes (a file, an object of a lake), whatever their compression and
// framing.
//
// Gives whole ledgers only; several may share one buffer. Does not look at order or gaps between
// ledgers, except inside a batch, which states what it holds. Everything is bounded by
// `max_output_bytes`, per record of a stream or for the whole of any other form. kDataLoss names
// the stream, the ledger as far as it is known, and the offset in the decompressed bytes. One
// thread at a time; made to be used for one stream after the other.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>

#include "base/result.h"
#include "source/bytes/buffer_pool.h"
#include "source/bytes/byte_stream.h"
#include "source/bytes/framing.h"
#include "source/bytes/zstd_stream.h"
#include "source/ledger_source.h"

namespace lake {

class LedgerReader {
 public:
  LedgerReader(std::shared_ptr<BufferPool> pool, std::uint64_t max_output_bytes);
  // Starts reading `stream`, which outlives the reading; `name` is for messages and origins.
  Status Open(ByteStream& stream, std::string name);
  // The next ledger, nullopt at the end. After an error only Open helps.
  Result<std::optional<RawLedger>> Next();

  Framing framing() const { return framing_; }
  bool compressed() const { return compressed_; }

 private:
  Status Decide();
  Result<std::optional<RawLedger>> NextOne();
  Result<std::optional<RawLedger>> NextRecord();
  Status ReadRecord(Buffer& buffer, std::size_t& size);
  Status ReadValue();
  Status ReadLines();
  // Splits a batch or bare ledger that begins at `offset` of the stream into pending_.
  Status Split(Bytes value, const std::shared_ptr<const void>& owner, std::uint64_t offset);
  Result<RawLedger> MakeLedger(Bytes xdr, std::shared_ptr<const void> owner, std::uint64_t offset);

  const std::shared_ptr<BufferPool> pool_;
  const std::uint64_t max_output_bytes_;
  std::string name_;
  StreamReader file_;
  ZstdStream zstd_;
  StreamReader decompressed_;
  StreamReader* content_ = nullptr;
  bool compressed_ = false;
  Framing framing_ = Framing::kEmpty;
  std::deque<RawLedger> pending_;
  std::size_t value_size_guess_;
  std::string line_;
};

}  // namespace lake
