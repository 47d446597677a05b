#include "flight_sql/parameters.h"

#include <arrow/array.h>
#include <arrow/io/memory.h>
#include <arrow/ipc/reader.h>
#include <arrow/record_batch.h>
#include <arrow/type.h>
#include <arrow/util/decimal.h>
#include <fmt/format.h>

#include "flight/flight_status.h"

namespace lake {
namespace {

constexpr std::int64_t kMicrosOfMilli = 1'000;

template <class Array>
auto At(const arrow::Array& array, std::int64_t row) {
  return static_cast<const Array&>(array).GetView(row);
}

std::int64_t MicrosOf(std::int64_t value, arrow::TimeUnit::type unit) {
  switch (unit) {
    case arrow::TimeUnit::SECOND:
      return value * kMicrosOfMilli * 1'000;
    case arrow::TimeUnit::MILLI:
      return value * kMicrosOfMilli;
    case arrow::TimeUnit::MICRO:
      return value;
    case arrow::TimeUnit::NANO:
      break;
  }
  return value / 1'000;
}

// One cell for one parameter.
class Binding {
 public:
  Binding(const arrow::Array& array, std::int64_t row, ArrowStatement& statement, std::uint64_t at)
      : array_(array), row_(row), statement_(statement), at_(at) {}

  // False for types that are not known here.
  bool Bind() {
    if (array_.IsNull(row_) || array_.type_id() == arrow::Type::NA) {
      statement_.BindNull(at_);
      return true;
    }
    return BindInteger() || BindNumber() || BindText() || BindTime();
  }

 private:
  bool Signed(std::int64_t value) {
    statement_.Bind(at_, value);
    return true;
  }
  bool Unsigned(std::uint64_t value) {
    statement_.BindUnsigned(at_, value);
    return true;
  }

  bool BindInteger() {
    switch (array_.type_id()) {
      case arrow::Type::INT8:
        return Signed(At<arrow::Int8Array>(array_, row_));
      case arrow::Type::INT16:
        return Signed(At<arrow::Int16Array>(array_, row_));
      case arrow::Type::INT32:
        return Signed(At<arrow::Int32Array>(array_, row_));
      case arrow::Type::INT64:
        return Signed(At<arrow::Int64Array>(array_, row_));
      case arrow::Type::UINT8:
        return Unsigned(At<arrow::UInt8Array>(array_, row_));
      case arrow::Type::UINT16:
        return Unsigned(At<arrow::UInt16Array>(array_, row_));
      case arrow::Type::UINT32:
        return Unsigned(At<arrow::UInt32Array>(array_, row_));
      case arrow::Type::UINT64:
        return Unsigned(At<arrow::UInt64Array>(array_, row_));
      default:
        return false;
    }
  }

  bool BindNumber() {
    switch (array_.type_id()) {
      case arrow::Type::BOOL:
        statement_.BindBool(at_, static_cast<const arrow::BooleanArray&>(array_).Value(row_));
        return true;
      case arrow::Type::FLOAT:
        statement_.BindDouble(at_, static_cast<double>(At<arrow::FloatArray>(array_, row_)));
        return true;
      case arrow::Type::DOUBLE:
        statement_.BindDouble(at_, At<arrow::DoubleArray>(array_, row_));
        return true;
      case arrow::Type::DECIMAL128: {
        const auto& type = static_cast<const arrow::Decimal128Type&>(*array_.type());
        const arrow::Decimal128 value(
            static_cast<const arrow::Decimal128Array&>(array_).GetValue(row_));
        if (type.scale() < 0) return false;
        statement_.BindDecimal(at_, {.high = value.high_bits(),
                                     .low = value.low_bits(),
                                     .width = static_cast<std::uint8_t>(type.precision()),
                                     .scale = static_cast<std::uint8_t>(type.scale())});
        return true;
      }
      default:
        return false;
    }
  }

  bool BindText() {
    switch (array_.type_id()) {
      case arrow::Type::STRING:
        statement_.Bind(at_, At<arrow::StringArray>(array_, row_));
        return true;
      case arrow::Type::LARGE_STRING:
        statement_.Bind(at_, At<arrow::LargeStringArray>(array_, row_));
        return true;
      case arrow::Type::STRING_VIEW:
        statement_.Bind(at_, At<arrow::StringViewArray>(array_, row_));
        return true;
      case arrow::Type::BINARY:
        statement_.BindBlob(at_, At<arrow::BinaryArray>(array_, row_));
        return true;
      case arrow::Type::LARGE_BINARY:
        statement_.BindBlob(at_, At<arrow::LargeBinaryArray>(array_, row_));
        return true;
      case arrow::Type::FIXED_SIZE_BINARY:
        statement_.BindBlob(at_, At<arrow::FixedSizeBinaryArray>(array_, row_));
        return true;
      default:
        return false;
    }
  }

  bool BindTime() {
    switch (array_.type_id()) {
      case arrow::Type::DATE32:
        statement_.BindDate(at_, At<arrow::Date32Array>(array_, row_));
        return true;
      case arrow::Type::DATE64: {
        constexpr std::int64_t kMillisOfDay = 86'400'000;
        statement_.BindDate(
            at_, static_cast<std::int32_t>(At<arrow::Date64Array>(array_, row_) / kMillisOfDay));
        return true;
      }
      case arrow::Type::TIME32: {
        const auto& type = static_cast<const arrow::Time32Type&>(*array_.type());
        statement_.BindTime(at_, MicrosOf(At<arrow::Time32Array>(array_, row_), type.unit()));
        return true;
      }
      case arrow::Type::TIME64: {
        const auto& type = static_cast<const arrow::Time64Type&>(*array_.type());
        statement_.BindTime(at_, MicrosOf(At<arrow::Time64Array>(array_, row_), type.unit()));
        return true;
      }
      case arrow::Type::TIMESTAMP: {
        const auto& type = static_cast<const arrow::TimestampType&>(*array_.type());
        const Timestamp value{MicrosOf(At<arrow::TimestampArray>(array_, row_), type.unit())};
        type.timezone().empty() ? statement_.Bind(at_, value) : statement_.BindZoned(at_, value);
        return true;
      }
      default:
        return false;
    }
  }

  const arrow::Array& array_;
  const std::int64_t row_;
  ArrowStatement& statement_;
  const std::uint64_t at_;
};

}  // namespace

Result<ParameterRows> ReadParameters(const std::shared_ptr<arrow::Buffer>& stream) {
  arrow::io::BufferReader input(stream);
  auto reader = arrow::ipc::RecordBatchStreamReader::Open(&input);
  TRY(FromArrow(reader.status()).Context("parameters"));
  ParameterRows batches;
  std::int64_t rows = 0;
  for (;;) {
    auto next = (*reader)->Next();
    TRY(FromArrow(next.status()).Context("parameters"));
    if (*next == nullptr) return batches;
    TRY(FromArrow((*next)->ValidateFull()).Context("parameters"));
    rows += (*next)->num_rows();
    if (rows > kParameterRowsMax) {
      return Error{Code::kResourceExhausted,
                   fmt::format("more than {} rows of parameters", kParameterRowsMax)};
    }
    batches.push_back(std::move(next).ValueOrDie());
  }
}

Status BindRow(const arrow::RecordBatch& rows, std::int64_t row, ArrowStatement& statement) {
  const auto count = static_cast<std::size_t>(rows.num_columns());
  if (count != statement.parameter_count()) {
    return {Code::kInvalidArgument, fmt::format("the statement has {} parameters, {} are given",
                                                statement.parameter_count(), count)};
  }
  for (std::size_t i = 0; i < count; ++i) {
    const std::shared_ptr<arrow::Array> column = rows.column(static_cast<int>(i));
    if (Binding(*column, row, statement, i + 1).Bind()) continue;
    return {Code::kInvalidArgument, fmt::format("parameter {} has type {}, which cannot be bound",
                                                i + 1, column->type()->ToString())};
  }
  return {};
}

}  // namespace lake
