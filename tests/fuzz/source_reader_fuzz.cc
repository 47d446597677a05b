// Any bytes as a file of ledgers: compression and framing are guessed, ledgers split off, or
// refused.
#include <cstddef>
#include <cstdint>

#include "source/bytes/ledger_reader.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::uint64_t kOutputBytesMax = std::uint64_t{4} << 20;  // keeps a run small
  static const auto kPool = std::make_shared<lake::BufferPool>(std::size_t{16} << 20);
  static lake::LedgerReader reader(kPool, kOutputBytesMax);
  lake::MemoryStream stream(lake::Bytes(data, size));
  if (!reader.Open(stream, "fuzz").ok()) return 0;
  while (true) {
    const auto ledger = reader.Next();
    if (!ledger.ok() || !*ledger) return 0;
  }
}
