#include "support/tiny_ledger.h"

#include <zstd.h>

#include <algorithm>

#include "base/bytes.h"
#include "base/check.h"
#include "source/archive/object_key.h"

namespace lake::testing {
namespace {

void AddU32(std::string& out, std::uint32_t value) {
  std::uint8_t bytes[4];
  StoreU32(bytes, value);
  out.append(AsText(bytes));
}

void AddZeros(std::string& out, std::size_t count) { out.append(count, '\0'); }

// A hash that begins with a number.
void AddHash(std::string& out, std::uint32_t number) {
  AddU32(out, 0xABCD0000);
  AddU32(out, number);
  AddZeros(out, 24);
}

void AddHeaderEntry(std::string& out, std::uint32_t sequence) {
  AddHash(out, sequence);      // hash
  AddU32(out, 22);             // ledgerVersion
  AddHash(out, sequence - 1);  // previousLedgerHash
  AddZeros(out, 32);           // scpValue: txSetHash
  AddU32(out, 0);              //   closeTime
  AddU32(out, 1'700'000'000 + sequence);
  AddZeros(out, 4 + 4);                      //   upgrades, ext
  AddZeros(out, 32 + 32);                    // txSetResultHash, bucketListHash
  AddU32(out, sequence);                     // ledgerSeq
  AddZeros(out, 8 + 8 + 4 + 8 + 4 + 4 + 4);  // totalCoins to maxTxSetSize
  AddZeros(out, 4 * 32 + 4);                 // skipList, ext
  AddZeros(out, 4);                          // ext of the entry
}

}  // namespace

std::string TinyLedger(std::uint32_t sequence, int version) {
  std::string out;
  AddU32(out, static_cast<std::uint32_t>(version));
  if (version > 0) AddU32(out, 0);  // ext
  AddHeaderEntry(out, sequence);
  if (version > 0) AddU32(out, 1);        // GeneralizedTransactionSet
  AddHash(out, sequence - 1);             // previousLedgerHash of the set
  AddZeros(out, 4);                       // txs or phases
  AddZeros(out, 4 + 4 + 4);               // txProcessing, upgradesProcessing, scpInfo
  if (version > 0) AddZeros(out, 8 + 4);  // totalByteSizeOfLiveSorobanState, evictedKeys
  if (version == 1) AddZeros(out, 4);     // unused
  return out;
}

std::string TinyBatch(std::uint32_t first, std::uint32_t last) {
  std::string out;
  AddU32(out, first);
  AddU32(out, last);
  AddU32(out, last - first + 1);
  for (std::uint32_t sequence = first; sequence <= last; ++sequence) out += TinyLedger(sequence);
  return out;
}

std::string RecordMarked(std::string_view value, std::size_t fragment_size) {
  if (fragment_size == 0) fragment_size = value.size();
  std::string out;
  while (!value.empty()) {
    const std::string_view fragment = value.substr(0, fragment_size);
    value.remove_prefix(fragment.size());
    AddU32(out, static_cast<std::uint32_t>(fragment.size()) | (value.empty() ? 0x80000000 : 0));
    out += fragment;
  }
  return out;
}

std::string ZstdFrame(std::string_view content) {
  ZSTD_CCtx* context = ZSTD_createCCtx();
  ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
  std::string out(ZSTD_compressBound(content.size()), '\0');
  const std::size_t size =
      ZSTD_compress2(context, out.data(), out.size(), content.data(), content.size());
  ZSTD_freeCCtx(context);
  CHECK(ZSTD_isError(size) == 0);
  out.resize(size);
  return out;
}

std::string SkippableFrame(std::string_view content) {
  std::string out("\x50\x2A\x4D\x18", 4);
  const auto size = static_cast<std::uint32_t>(content.size());
  for (const int shift : {0, 8, 16, 24}) out += static_cast<char>(size >> shift);
  return out.append(content);
}

void WriteBatch(const TempFolder& lake, std::string_view key, std::uint32_t first,
                std::uint32_t last) {
  lake.Write(key, ZstdFrame(TinyBatch(first, last)));
}

void WriteFlatLake(const TempFolder& lake, std::uint32_t first, std::uint32_t last) {
  const ArchiveSchema schema;
  for (std::uint32_t sequence = first; sequence <= last; ++sequence) {
    WriteBatch(lake, schema.KeyOf(sequence, "zst"), sequence, sequence);
  }
}

}  // namespace lake::testing
