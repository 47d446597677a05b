#include "parquet/column_chunk.h"

#include "parquet/page_codec.h"
#include "parquet/thrift_writer.h"

namespace lake {
namespace {

// Numbers of parquet.thrift.
constexpr std::int32_t kDataPage = 0, kDictionaryPage = 2;
constexpr std::int32_t kPlain = 0, kRunLength = 3, kDictionaryIds = 8;

void AppendPage(std::int32_t type, Bytes page, std::size_t values, std::int32_t encoding,
                PageCodec& codec, ColumnChunk& chunk) {
  const Bytes compressed = codec.Compress(page);
  const std::size_t begin = chunk.bytes.size();
  ThriftWriter header(chunk.bytes);
  header.Int(1, type);
  header.Int(2, static_cast<std::int32_t>(page.size()));
  header.Int(3, static_cast<std::int32_t>(compressed.size()));
  header.Struct(type == kDataPage ? 5 : 7);
  header.Int(1, static_cast<std::int32_t>(values));
  header.Int(2, encoding);
  if (type == kDataPage) {
    header.Int(3, kRunLength);
    header.Int(4, kRunLength);
  }
  header.End();
  header.End();
  chunk.plain_bytes += chunk.bytes.size() - begin + page.size();
  chunk.bytes.Append(compressed);
}

}  // namespace

void AppendDictionaryPage(Bytes page, std::size_t values, PageCodec& codec, ColumnChunk& chunk) {
  AppendPage(kDictionaryPage, page, values, kPlain, codec, chunk);
  chunk.dictionary_bytes = chunk.bytes.size();
}

void AppendDataPage(Bytes page, std::size_t values, bool dictionary, PageCodec& codec,
                    ColumnChunk& chunk) {
  AppendPage(kDataPage, page, values, dictionary ? kDictionaryIds : kPlain, codec, chunk);
}

}  // namespace lake
