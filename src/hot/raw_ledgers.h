// extra.hot_ledgers: the ledgers of the hot window as the network published them, one row each,
// compressed by zstd, for readers that need more than the tables keep. One thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "postgres/connection.h"
#include "tables/batch.h"

struct ZSTD_CCtx_s;

namespace lake {

class RawLedgerWriter {
 public:
  RawLedgerWriter();
  ~RawLedgerWriter();

  // Inside the connection's transaction; ledgers whose bytes the batch does not keep are left out.
  // The number of rows.
  Result<std::uint64_t> Write(PgConnection& connection, const Batch& batch);

 private:
  Result<Bytes> Compress(Bytes xdr);

  ZSTD_CCtx_s* context_;
  std::vector<std::uint8_t> compressed_;
  std::string row_;
};

// The ledger of a row: `xdr_bytes` long when it is whole. kDataLoss when it is damaged.
Result<std::vector<std::uint8_t>> UnpackRawLedger(std::uint32_t sequence, std::int64_t xdr_bytes,
                                                  Bytes xdr_zstd);

// The LedgerCloseMeta of a ledger; kNotFound when the buffer does not keep it, kDataLoss when its
// bytes are damaged.
Result<std::vector<std::uint8_t>> ReadRawLedger(PgConnection& connection, std::uint32_t sequence);

}  // namespace lake
