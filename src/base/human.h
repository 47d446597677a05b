// Numbers as people read and write them: progress lines, messages, configuration. Thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace lake {

// 1234567 → "1,234,567".
std::string FormatCount(std::uint64_t count);
// 1 → "1 ledger", 1234 → "1,234 ledgers"; `plural` for nouns that take more than an s.
std::string FormatCount(std::uint64_t count, std::string_view noun, std::string_view plural = {});
// 512 → "512 B", 1572864 → "1.50 MiB": three digits, powers of 1024.
std::string FormatBytes(std::uint64_t bytes);
// "850 ms", "3.2 s", "4m 05s", "2h 03m", "3d 04h".
std::string FormatDuration(std::int64_t micros);
// "256MiB", "1.5 GB", "4096": KB.. are powers of 1000, KiB.. (also K, M, G, T) powers of 1024.
// kInvalidArgument for anything else, and for what does not fit 63 bits.
Result<std::uint64_t> ParseByteSize(std::string_view text);

// "7d", "12h", "30m", "90s", "0" → milliseconds. kInvalidArgument for anything else, and for more
// than a hundred years.
Result<std::int64_t> ParseDuration(std::string_view text);

}  // namespace lake
