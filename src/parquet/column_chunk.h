// One column of one row group, encoded: pages with their headers, and what the footer says of them.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "parquet/byte_buffer.h"
#include "table/column_spec.h"

namespace lake {

class PageCodec;

// The least and the greatest value, as PLAIN writes one without its length.
struct ChunkBounds {
  bool known = false;  // not where all is NULL, or a text is too long to be looked for
  std::string min;
  std::string max;
};

struct ColumnChunk {
  ByteBuffer bytes;
  std::uint64_t values = 0;  // NULLs among them
  std::uint64_t nulls = 0;
  std::uint64_t plain_bytes = 0;       // before compression, headers included
  std::uint64_t dictionary_bytes = 0;  // of its page, which comes first; 0 = there is none
  ChunkBounds bounds;
};

// Adds pages to a chunk.
void AppendDictionaryPage(Bytes page, std::size_t values, PageCodec& codec, ColumnChunk& chunk);
// `dictionary`: ids of one instead of values.
void AppendDataPage(Bytes page, std::size_t values, bool dictionary, PageCodec& codec,
                    ColumnChunk& chunk);

struct RowGroup {
  std::uint64_t rows = 0;
  std::uint64_t offset = 0;          // in the file
  std::vector<ColumnChunk> chunks;   // whose bytes are in the file, and no longer here
  std::vector<std::uint64_t> sizes;  // of the chunks' bytes
};

// What stands at the end of a file, its length and mark included. `writer` is who it says has
// written the file.
ByteBuffer MakeFooter(std::span<const ColumnSpec> columns, std::span<const RowGroup> groups,
                      std::string_view writer = "stellarlake");

}  // namespace lake
