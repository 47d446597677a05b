// The smallest valid ledgers, without transactions, in every framing: for tests of how ledgers are
// found and read, which do not care what is in them. Hashes are only told apart by the sequence,
// not proved.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "support/temp_folder.h"

namespace lake::testing {

// One LedgerCloseMeta of version 0, 1 or 2.
std::string TinyLedger(std::uint32_t sequence, int version = 2);
// A LedgerCloseMetaBatch of first..last.
std::string TinyBatch(std::uint32_t first, std::uint32_t last);
// `value` behind an RFC 5531 record mark, in one fragment or in fragments of `fragment_size`.
std::string RecordMarked(std::string_view value, std::size_t fragment_size = 0);
// One zstd frame with a checksum, as exporters write them.
std::string ZstdFrame(std::string_view content);
// A skippable zstd frame.
std::string SkippableFrame(std::string_view content);

// Writes the compressed batch of first..last under `key` into a lake.
void WriteBatch(const TempFolder& lake, std::string_view key, std::uint32_t first,
                std::uint32_t last);
// A flat lake of first..last, one ledger per object, without a manifest.
void WriteFlatLake(const TempFolder& lake, std::uint32_t first, std::uint32_t last);

}  // namespace lake::testing
