// The run-length and bit-packing hybrid of Parquet, for levels and ids of dictionaries
// (parquet-format, Encodings.md). Thread-safe.
#pragma once

#include <cstdint>
#include <span>

#include "parquet/byte_buffer.h"

namespace lake {

// The bits that the largest of `count` ids needs.
int IdBits(std::size_t count);

// Appends the values, each below 2^bits.
void AppendRunLength(std::span<const std::uint32_t> values, int bits, ByteBuffer& out);
void AppendRunLength(std::span<const std::uint8_t> values, int bits, ByteBuffer& out);
// The same for a value that is repeated.
void AppendRun(std::uint32_t value, std::size_t count, int bits, ByteBuffer& out);

}  // namespace lake
