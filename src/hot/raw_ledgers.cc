#include "hot/raw_ledgers.h"

#include <fmt/format.h>
#include <zstd.h>

#include "base/check.h"
#include "base/hex.h"
#include "postgres/copy_encoder.h"
#include "postgres/copy_in.h"

namespace lake {
namespace {

// At the tip time matters more than the last percent of space.
constexpr int kLevel = 1;
// No LedgerCloseMeta is as large; what says so is damaged.
constexpr std::int64_t kXdrBytesMax = std::int64_t{1} << 30;

constexpr std::string_view kCopySql =
    "COPY extra.hot_ledgers (sequence, closed_at, ledger_hash, previous_ledger_hash, xdr_bytes, "
    "xdr_zstd) FROM STDIN (FORMAT binary)";
constexpr std::int16_t kCells = 6;

}  // namespace

RawLedgerWriter::RawLedgerWriter() : context_(ZSTD_createCCtx()) {
  CHECK(context_ != nullptr);
  CHECK(ZSTD_isError(ZSTD_CCtx_setParameter(context_, ZSTD_c_compressionLevel, kLevel)) == 0);
  CHECK(ZSTD_isError(ZSTD_CCtx_setParameter(context_, ZSTD_c_checksumFlag, 1)) == 0);
}

RawLedgerWriter::~RawLedgerWriter() { ZSTD_freeCCtx(context_); }

Result<Bytes> RawLedgerWriter::Compress(Bytes xdr) {
  compressed_.resize(ZSTD_compressBound(xdr.size()));
  const std::size_t size =
      ZSTD_compress2(context_, compressed_.data(), compressed_.size(), xdr.data(), xdr.size());
  if (ZSTD_isError(size) != 0) return Error{Code::kInternal, ZSTD_getErrorName(size)};
  return Bytes(compressed_).first(size);
}

Result<std::uint64_t> RawLedgerWriter::Write(PgConnection& connection, const Batch& batch) {
  std::uint64_t expected = 0;
  for (const auto& ledger : batch.ledgers) expected += ledger->xdr.empty() ? 0u : 1u;
  if (expected == 0) return expected;
  TRY_ASSIGN(PgCopyIn in, PgCopyIn::Start(connection, kCopySql));
  TRY(in.Put(CopyHeader()));
  for (const auto& ledger : batch.ledgers) {
    if (ledger->xdr.empty()) continue;
    TRY_ASSIGN(const Bytes compressed, Compress(ledger->xdr));
    row_.clear();
    CopyRow(row_, kCells)
        .Int(ledger->sequence)
        .Instant(TimestampFromSeconds(ledger->close_time))
        .Text(Hex(ledger->hash))
        .Text(Hex(ledger->previous_hash))
        .Int(static_cast<std::int64_t>(ledger->xdr.size()))
        .Blob(compressed);
    TRY(in.Put(row_));
  }
  TRY(in.Put(CopyTrailer()));
  TRY_ASSIGN(const std::uint64_t taken, in.Finish());
  if (taken == expected) return taken;
  return Error{Code::kInternal, fmt::format("{} of {} raw ledgers were taken", taken, expected)};
}

Result<std::vector<std::uint8_t>> UnpackRawLedger(std::uint32_t sequence, std::int64_t xdr_bytes,
                                                  Bytes xdr_zstd) {
  std::vector<std::uint8_t> xdr;
  if (xdr_bytes > 0 && xdr_bytes <= kXdrBytesMax) {
    xdr.resize(static_cast<std::size_t>(xdr_bytes));
    const std::size_t got =
        ZSTD_decompress(xdr.data(), xdr.size(), xdr_zstd.data(), xdr_zstd.size());
    if (ZSTD_isError(got) == 0 && got == xdr.size()) return xdr;
  }
  return Error{Code::kDataLoss, fmt::format("the hot buffer's ledger {} is damaged", sequence)};
}

Result<std::vector<std::uint8_t>> ReadRawLedger(PgConnection& connection, std::uint32_t sequence) {
  TRY_ASSIGN(
      const PgResult rows,
      connection.Query("SELECT xdr_bytes, xdr_zstd FROM extra.hot_ledgers WHERE sequence = $1",
                       {std::int64_t{sequence}}));
  if (rows.size() == 0) {
    return Error{Code::kNotFound, fmt::format("the hot buffer has no ledger {}", sequence)};
  }
  return UnpackRawLedger(sequence, rows.Int(0, 0), rows.Blob(1, 0));
}

}  // namespace lake
