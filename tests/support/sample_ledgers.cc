#include "support/sample_ledgers.h"

#include <fmt/format.h>
#include <zstd.h>

#include <string>

#include "base/check.h"
#include "support/temp_folder.h"

namespace lake::testing {

std::vector<std::uint8_t> SampleLedger(std::uint32_t sequence) {
  constexpr std::size_t kSizeMax = 16 << 20;
  constexpr std::size_t kBatchHead = 12;  // start, end, count of a LedgerCloseMetaBatch
  const std::string packed = ReadFile(
      DataPath(fmt::format("ledgers/pubnet/{:08X}--{}.xdr.zst", UINT32_MAX - sequence, sequence)));
  std::vector<std::uint8_t> batch(kSizeMax);
  const std::size_t size =
      ZSTD_decompress(batch.data(), batch.size(), packed.data(), packed.size());
  CHECK(!ZSTD_isError(size) && size > kBatchHead);
  return {batch.begin() + kBatchHead, batch.begin() + static_cast<std::ptrdiff_t>(size)};
}

}  // namespace lake::testing
