// The values of one column on their way into pages.
//
// Values are numbered by a dictionary until it turns out that few repeat; from then on they stand
// one after the other, in pages of about a MiB that are compressed when they are full. One thread
// at a time, not always the same.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "parquet/column_chunk.h"
#include "parquet/dictionary.h"
#include "parquet/page_codec.h"
#include "table/column_block.h"

namespace lake {

class ColumnEncoder {
 public:
  explicit ColumnEncoder(const ColumnSpec& column) : column_(column) {}

  // Rows [first, first + count) of a block of the column. kInternal for a text that is not UTF-8.
  Status Append(const ColumnBlock& block, std::size_t first, std::size_t count, PageCodec& codec);
  // Values that were appended since the last chunk was taken.
  std::uint64_t values() const { return chunk_.values + levels_; }
  // All of them as a chunk; the next one begins.
  ColumnChunk Take(PageCodec& codec);

 private:
  template <class Value>
  Status AppendValues(const ColumnBlock& block, std::size_t first, std::size_t count);
  bool AppendLevels(const ColumnBlock& block, std::size_t first, std::size_t count);
  void AppendNumber(std::int64_t value);
  Status AppendText(std::string_view text);
  void AppendPlain(std::int64_t value, ByteBuffer& out) const;
  void BeginPlain();
  std::size_t distinct() const { return numbers_.size() + texts_.size(); }
  void GiveUpDictionary();
  void AddDictionaryPage(PageCodec& codec);
  void FlushPage(bool ids, PageCodec& codec);
  Bytes PageOfIds();
  Bytes PageOfValues();
  void BoundNumber(std::int64_t value);
  void BoundText(std::string_view text);
  void SetBounds();

  const ColumnSpec& column_;
  ColumnChunk chunk_;
  bool numbered_ = true;  // by a dictionary
  NumberDictionary numbers_;
  TextDictionary texts_;
  std::vector<std::uint32_t> ids_;   // of the chunk so far, when numbered
  ByteBuffer plain_;                 // of the page under way, when not
  std::uint64_t levels_ = 0;         // values of the page under way
  std::vector<std::uint8_t> valid_;  // of each; empty while there is no NULL
  ByteBuffer page_;                  // scratch
  bool bounded_ = false;
  std::int64_t min_ = 0, max_ = 0;
  std::string min_text_, max_text_;
};

}  // namespace lake
