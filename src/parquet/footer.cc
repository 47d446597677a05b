// The end of a Parquet file: its schema, and where its row groups are (parquet.thrift,
// FileMetaData).
#include <string_view>

#include "base/check.h"
#include "parquet/column_chunk.h"
#include "parquet/thrift_writer.h"

namespace lake {
namespace {

constexpr std::string_view kMark = "PAR1";
constexpr std::int32_t kVersion = 1;
constexpr std::int32_t kOptional = 1;
constexpr std::int32_t kZstd = 6;
constexpr std::int32_t kPlain = 0, kRunLength = 3, kDictionaryIds = 8;
constexpr std::int32_t kBoolean = 0, kInt32 = 1, kInt64 = 2, kByteArray = 6;
constexpr std::int32_t kUtf8 = 0, kTimestampMicros = 10, kUint32Type = 13, kInt32Type = 17,
                       kInt64Type = 18;

std::int32_t PhysicalType(ColumnType type) {
  switch (type) {
    case ColumnType::kBool:
      return kBoolean;
    case ColumnType::kInt32:
    case ColumnType::kUint32:
      return kInt32;
    case ColumnType::kInt64:
    case ColumnType::kTimestamp:
      return kInt64;
    case ColumnType::kText:
      return kByteArray;
  }
  CHECK(false);
}

void AddInteger(std::int32_t converted, int bits, bool is_signed, ThriftWriter& out) {
  out.Int(6, converted);
  out.Struct(10);
  out.Struct(10);
  out.Byte(1, static_cast<std::int8_t>(bits));
  out.Bool(2, is_signed);
  out.End();
  out.End();
}

// The type that a reader shows, in its older and its newer form.
void AddShownType(ColumnType type, ThriftWriter& out) {
  switch (type) {
    case ColumnType::kBool:
      return;
    case ColumnType::kInt32:
      return AddInteger(kInt32Type, 32, true, out);
    case ColumnType::kUint32:
      return AddInteger(kUint32Type, 32, false, out);
    case ColumnType::kInt64:
      return AddInteger(kInt64Type, 64, true, out);
    case ColumnType::kTimestamp:
      out.Int(6, kTimestampMicros);
      out.Struct(10);
      out.Struct(8);
      out.Bool(1, false);  // not adjusted to a time zone
      out.Struct(2);
      out.Empty(2);  // micros
      out.End();
      out.End();
      return out.End();
    case ColumnType::kText:
      out.Int(6, kUtf8);
      out.Struct(10);
      out.Empty(1);
      return out.End();
  }
}

void AddSchema(std::span<const ColumnSpec> columns, ThriftWriter& out) {
  out.List(2, kThriftStruct, columns.size() + 1);
  out.Begin();
  out.Text(4, "schema");
  out.Int(5, static_cast<std::int32_t>(columns.size()));
  out.End();
  for (const ColumnSpec& column : columns) {
    out.Begin();
    out.Int(1, PhysicalType(column.type));
    out.Int(3, kOptional);  // all are, so that tables may allow NULLs later
    out.Text(4, column.name);
    AddShownType(column.type, out);
    out.End();
  }
}

void AddBounds(const ColumnChunk& chunk, ThriftWriter& out) {
  out.Struct(12);
  out.Long(3, static_cast<std::int64_t>(chunk.nulls));
  if (chunk.bounds.known) {
    out.Text(5, chunk.bounds.max);
    out.Text(6, chunk.bounds.min);
    out.Bool(7, true);
    out.Bool(8, true);
  }
  out.End();
}

void AddChunk(const ColumnSpec& column, const ColumnChunk& chunk, std::uint64_t offset,
              std::uint64_t size, ThriftWriter& out) {
  const auto at = static_cast<std::int64_t>(offset);
  const bool dictionary = chunk.dictionary_bytes > 0;
  out.Begin();
  out.Long(2, at);
  out.Struct(3);
  out.Int(1, PhysicalType(column.type));
  out.List(2, kThriftInt, dictionary ? 3 : 2);
  out.Element(kPlain);
  out.Element(kRunLength);
  if (dictionary) out.Element(kDictionaryIds);
  out.List(3, kThriftText, 1);
  out.Element(column.name);
  out.Int(4, kZstd);
  out.Long(5, static_cast<std::int64_t>(chunk.values));
  out.Long(6, static_cast<std::int64_t>(chunk.plain_bytes));
  out.Long(7, static_cast<std::int64_t>(size));
  out.Long(9, at + static_cast<std::int64_t>(chunk.dictionary_bytes));
  if (dictionary) out.Long(11, at);
  AddBounds(chunk, out);
  out.End();
  out.End();
}

void AddGroup(std::span<const ColumnSpec> columns, const RowGroup& group, std::size_t index,
              ThriftWriter& out) {
  std::uint64_t plain = 0;
  std::uint64_t offset = group.offset;
  out.Begin();
  out.List(1, kThriftStruct, columns.size());
  for (std::size_t i = 0; i < columns.size(); ++i) {
    AddChunk(columns[i], group.chunks[i], offset, group.sizes[i], out);
    plain += group.chunks[i].plain_bytes;
    offset += group.sizes[i];
  }
  out.Long(2, static_cast<std::int64_t>(plain));
  out.Long(3, static_cast<std::int64_t>(group.rows));
  out.Long(5, static_cast<std::int64_t>(group.offset));
  out.Long(6, static_cast<std::int64_t>(offset - group.offset));
  out.Short(7, static_cast<std::int16_t>(index));
  out.End();
}

}  // namespace

ByteBuffer MakeFooter(std::span<const ColumnSpec> columns, std::span<const RowGroup> groups,
                      std::string_view writer) {
  ByteBuffer bytes;
  ThriftWriter out(bytes);
  std::uint64_t rows = 0;
  for (const RowGroup& group : groups) rows += group.rows;
  out.Int(1, kVersion);
  AddSchema(columns, out);
  out.Long(3, static_cast<std::int64_t>(rows));
  out.List(4, kThriftStruct, groups.size());
  for (std::size_t i = 0; i < groups.size(); ++i) AddGroup(columns, groups[i], i, out);
  out.Text(6, writer);
  // Bounds are ordered as their types are.
  out.List(7, kThriftStruct, columns.size());
  for (std::size_t i = 0; i < columns.size(); ++i) {
    out.Begin();
    out.Empty(1);
    out.End();
  }
  out.End();
  bytes.AppendNumber(static_cast<std::uint32_t>(bytes.size()));
  bytes.Append(AsBytes(kMark));
  return bytes;
}

}  // namespace lake
