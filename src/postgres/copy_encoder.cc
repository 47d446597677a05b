#include "postgres/copy_encoder.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <type_traits>

#include "base/check.h"
#include "postgres/types.h"

namespace lake {
namespace {

constexpr std::string_view kHeader("PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0", 19);
constexpr std::string_view kTrailer("\377\377", 2);

// A field of the server is at most 1 GiB.
constexpr std::size_t kTextBytesMax = (std::size_t{1} << 30) - 64;
constexpr std::size_t kLengthBytes = 4;
constexpr std::int32_t kNull = -1;

std::size_t FixedBytes(ColumnType type) {
  switch (type) {
    case ColumnType::kBool:
      return 1;
    case ColumnType::kInt32:
      return 4;
    case ColumnType::kUint32:
    case ColumnType::kInt64:
    case ColumnType::kTimestamp:
      return 8;
    case ColumnType::kText:
      return 0;
  }
  CHECK(false);
}

bool IsInstant(std::int64_t micros) {
  return micros >= pg::kInstantMin + pg::kEpochMicros &&
         micros - pg::kEpochMicros < pg::kInstantEnd;
}

// Appends the cells of rows [first, first + at.size()) to where each row goes on.
template <class Value, class Write>
void WriteCells(const ColumnBlock& column, std::size_t first, std::vector<char*>& at, Write write) {
  const Value* values = column.As<Value>().data() + first;
  if (!column.column().nullable) {
    for (std::size_t i = 0; i < at.size(); ++i) at[i] = write(at[i], values[i]);
    return;
  }
  for (std::size_t i = 0; i < at.size(); ++i) {
    at[i] = column.IsNull(first + i) ? pg::Store(at[i], kNull) : write(at[i], values[i]);
  }
}

template <class Wire, class Value>
char* WriteNumber(char* to, Value value) {
  to = pg::Store(to, static_cast<std::int32_t>(sizeof(Wire)));
  return pg::Store(to, static_cast<Wire>(value));
}

char* WriteText(char* to, std::string_view text) {
  to = pg::Store(to, static_cast<std::int32_t>(text.size()));
  if (!text.empty()) std::memcpy(to, text.data(), text.size());
  return to + text.size();
}

void WriteColumn(const ColumnBlock& column, std::size_t first, std::vector<char*>& at) {
  switch (column.column().type) {
    case ColumnType::kBool:
      return WriteCells<bool>(column, first, at, [](char* to, bool value) {
        to = pg::Store(to, std::int32_t{1});
        *to = value ? 1 : 0;
        return to + 1;
      });
    case ColumnType::kInt32:
      return WriteCells<std::int32_t>(column, first, at, WriteNumber<std::int32_t, std::int32_t>);
    case ColumnType::kUint32:
      return WriteCells<std::uint32_t>(column, first, at, WriteNumber<std::int64_t, std::uint32_t>);
    case ColumnType::kInt64:
      return WriteCells<std::int64_t>(column, first, at, WriteNumber<std::int64_t, std::int64_t>);
    case ColumnType::kTimestamp:
      return WriteCells<std::int64_t>(column, first, at, [](char* to, std::int64_t micros) {
        return WriteNumber<std::int64_t>(to, micros - pg::kEpochMicros);
      });
    case ColumnType::kText:
      return WriteCells<std::string_view>(column, first, at, WriteText);
  }
}

// Adds the bytes of the column's cells to its rows'.
Status MeasureColumn(const ColumnBlock& column, std::vector<std::uint64_t>& sizes) {
  const ColumnSpec& spec = column.column();
  const std::size_t fixed = FixedBytes(spec.type);
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    if (spec.nullable && column.IsNull(i)) continue;
    if (spec.type == ColumnType::kText) {
      const std::size_t size = column.Text(i).size();
      if (size > kTextBytesMax) {
        return {Code::kResourceExhausted,
                fmt::format("column {}: a text of {} bytes is too large for PostgreSQL", spec.name,
                            size)};
      }
      sizes[i] += size;
    } else {
      sizes[i] += fixed;
    }
    if (spec.type == ColumnType::kTimestamp && !IsInstant(column.As<std::int64_t>()[i])) {
      return {Code::kInternal,
              fmt::format("column {}: an instant that PostgreSQL cannot hold", spec.name)};
    }
  }
  return {};
}

}  // namespace

std::string_view CopyHeader() { return kHeader; }
std::string_view CopyTrailer() { return kTrailer; }

Status CopyEncoder::Measure(const RowBlock& block) {
  const std::size_t cells = block.columns().size();
  CHECK(cells < 32'768);
  sizes_.assign(block.size(), sizeof(std::int16_t) + cells * kLengthBytes);
  for (const ColumnBlock& column : block.columns()) TRY(MeasureColumn(column, sizes_));
  return {};
}

Status CopyEncoder::Add(const RowBlock& block) {
  TRY(Measure(block));
  for (std::size_t first = 0; first < block.size();) {
    if (used_ >= kPieceBytes) TRY(Flush());
    std::size_t bytes = 0;
    std::size_t count = 0;
    while (first + count < block.size() &&
           (count == 0 || used_ + bytes + sizes_[first + count] <= kPieceBytes)) {
      bytes += sizes_[first + count++];
    }
    TRY(AddRows(block, first, count, bytes));
    first += count;
  }
  return {};
}

Status CopyEncoder::AddRows(const RowBlock& block, std::size_t first, std::size_t count,
                            std::size_t bytes) {
  if (used_ != 0 && used_ + bytes > kPieceBytes) TRY(Flush());
  if (piece_.size() < used_ + bytes) piece_.resize(std::max(used_ + bytes, kPieceBytes));
  char* to = piece_.data() + used_;
  at_.clear();
  for (std::size_t i = 0; i < count; ++i) {
    at_.push_back(pg::Store(to, static_cast<std::int16_t>(block.columns().size())));
    to += sizes_[first + i];
  }
  for (const ColumnBlock& column : block.columns()) WriteColumn(column, first, at_);
  CHECK(at_.back() == to);
  used_ += bytes;
  return {};
}

Status CopyEncoder::Flush() {
  if (used_ == 0) return {};
  const std::size_t used = std::exchange(used_, 0);
  Status status = give_(std::string_view(piece_).substr(0, used));
  // A single giant row's memory is not kept.
  if (piece_.size() > 16 * kPieceBytes) piece_ = std::string();
  return status;
}

CopyRow::CopyRow(std::string& out, std::int16_t cells) : out_(out) {
  out_.resize(out_.size() + sizeof cells);
  pg::Store(out_.data() + out_.size() - sizeof cells, cells);
}

CopyRow& CopyRow::Int(std::int64_t value) {
  out_.resize(out_.size() + kLengthBytes + sizeof value);
  WriteNumber<std::int64_t>(out_.data() + out_.size() - kLengthBytes - sizeof value, value);
  return *this;
}

CopyRow& CopyRow::Instant(Timestamp instant) {
  CHECK(IsInstant(instant.micros));
  return Int(instant.micros - pg::kEpochMicros);
}

CopyRow& CopyRow::Text(std::string_view text) {
  CHECK(text.size() <= kTextBytesMax);
  out_.resize(out_.size() + kLengthBytes);
  pg::Store(out_.data() + out_.size() - kLengthBytes, static_cast<std::int32_t>(text.size()));
  out_.append(text);
  return *this;
}

CopyRow& CopyRow::Blob(Bytes bytes) { return Text(AsText(bytes)); }

CopyRow& CopyRow::Null() {
  out_.resize(out_.size() + kLengthBytes);
  pg::Store(out_.data() + out_.size() - kLengthBytes, kNull);
  return *this;
}

}  // namespace lake
