#include "flight/table_arrays.h"

#include <arrow/array/array_base.h>
#include <arrow/array/builder_binary.h>
#include <arrow/array/builder_primitive.h>
#include <arrow/builder.h>
#include <arrow/type.h>

#include <algorithm>

#include "flight/flight_status.h"
#include "table/column_block.h"

namespace lake {
namespace {

std::shared_ptr<arrow::DataType> ArrowType(ColumnType type) {
  switch (type) {
    case ColumnType::kBool:
      return arrow::boolean();
    case ColumnType::kInt32:
      return arrow::int32();
    case ColumnType::kUint32:
      return arrow::uint32();
    case ColumnType::kInt64:
      return arrow::int64();
    case ColumnType::kTimestamp:
      return arrow::timestamp(arrow::TimeUnit::MICRO, "UTC");
    case ColumnType::kText:
      break;
  }
  return arrow::utf8();
}

std::size_t TextBytes(const ColumnBlock& block) {
  if (block.column().type != ColumnType::kText) return 0;
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < block.size(); ++i) {
    if (!block.IsNull(i)) bytes += block.Text(i).size();
  }
  return bytes;
}

template <class Builder, class Value>
arrow::Status AppendValues(arrow::ArrayBuilder& to, const ColumnBlock& block) {
  auto& builder = static_cast<Builder&>(to);
  ARROW_RETURN_NOT_OK(builder.Reserve(static_cast<std::int64_t>(block.size())));
  if constexpr (std::is_same_v<Value, std::string_view>) {
    ARROW_RETURN_NOT_OK(builder.ReserveData(static_cast<std::int64_t>(TextBytes(block))));
  }
  const std::span<const Value> values = block.As<Value>();
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (block.IsNull(i)) {
      builder.UnsafeAppendNull();
    } else {
      builder.UnsafeAppend(values[i]);
    }
  }
  return arrow::Status::OK();
}

arrow::Status AppendBlock(arrow::ArrayBuilder& builder, const ColumnBlock& block) {
  switch (block.column().type) {
    case ColumnType::kBool:
      return AppendValues<arrow::BooleanBuilder, bool>(builder, block);
    case ColumnType::kInt32:
      return AppendValues<arrow::Int32Builder, std::int32_t>(builder, block);
    case ColumnType::kUint32:
      return AppendValues<arrow::UInt32Builder, std::uint32_t>(builder, block);
    case ColumnType::kInt64:
      return AppendValues<arrow::Int64Builder, std::int64_t>(builder, block);
    case ColumnType::kTimestamp:
      return AppendValues<arrow::TimestampBuilder, std::int64_t>(builder, block);
    case ColumnType::kText:
      break;
  }
  return AppendValues<arrow::StringBuilder, std::string_view>(builder, block);
}

}  // namespace

struct TableArrays::GrowingColumn {
  ColumnBlock block;
  std::unique_ptr<arrow::ArrayBuilder> builder;
};

arrow::FieldVector ArrowFields(std::span<const ColumnSpec> columns) {
  arrow::FieldVector fields;
  for (const ColumnSpec& column : columns) {
    fields.push_back(
        arrow::field(std::string(column.name), ArrowType(column.type), column.nullable));
  }
  return fields;
}

TableArrays::TableArrays(std::span<const ColumnSpec> columns) {
  columns_.reserve(columns.size());
  for (const ColumnSpec& column : columns) {
    // Of none of these types making a builder can fail.
    columns_.push_back(
        {ColumnBlock(column, kBlockRows), arrow::MakeBuilder(ArrowType(column.type)).ValueOrDie()});
  }
}

TableArrays::~TableArrays() = default;

Status TableArrays::Append(const RowBuffer& rows, std::size_t first, std::size_t count) {
  for (GrowingColumn& column : columns_) {
    for (std::size_t done = 0; done < count; done += column.block.size()) {
      column.block.Read(rows, first + done, std::min(kBlockRows, count - done));
      text_bytes_ += TextBytes(column.block);
      TRY(FromArrow(AppendBlock(*column.builder, column.block))
              .Context(column.block.column().name));
    }
  }
  rows_ += count;
  return {};
}

Result<arrow::ArrayVector> TableArrays::Finish() {
  arrow::ArrayVector arrays(columns_.size());
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    TRY(FromArrow(columns_[i].builder->Finish(&arrays[i])));
  }
  rows_ = text_bytes_ = 0;
  return arrays;
}

}  // namespace lake
