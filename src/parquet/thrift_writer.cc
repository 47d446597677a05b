#include "parquet/thrift_writer.h"

#include "base/check.h"

namespace lake {
namespace {

constexpr std::uint8_t kTrue = 1, kFalse = 2, kByte = 3, kShort = 4, kLong = 6, kList = 9;
constexpr int kDeltaMax = 15;
constexpr std::size_t kShortList = 15;

std::uint64_t Zigzag(std::int64_t n) {
  return (static_cast<std::uint64_t>(n) << 1) ^ static_cast<std::uint64_t>(n >> 63);
}

}  // namespace

void ThriftWriter::Varint(std::uint64_t n) {
  for (; n >= 0x80; n >>= 7) out_.Append(static_cast<std::uint8_t>(n | 0x80));
  out_.Append(static_cast<std::uint8_t>(n));
}

void ThriftWriter::Field(int field, std::uint8_t type) {
  const int delta = field - last_.back();
  CHECK(delta > 0 && delta <= kDeltaMax);
  out_.Append(static_cast<std::uint8_t>(delta << 4 | type));
  last_.back() = field;
}

void ThriftWriter::Bool(int field, bool value) { Field(field, value ? kTrue : kFalse); }

void ThriftWriter::Byte(int field, std::int8_t value) {
  Field(field, kByte);
  out_.Append(static_cast<std::uint8_t>(value));
}

void ThriftWriter::Short(int field, std::int16_t value) {
  Field(field, kShort);
  Varint(Zigzag(value));
}

void ThriftWriter::Int(int field, std::int32_t value) {
  Field(field, kThriftInt);
  Varint(Zigzag(value));
}

void ThriftWriter::Long(int field, std::int64_t value) {
  Field(field, kLong);
  Varint(Zigzag(value));
}

void ThriftWriter::Text(int field, std::string_view value) {
  Field(field, kThriftText);
  Element(value);
}

void ThriftWriter::Struct(int field) {
  Field(field, kThriftStruct);
  Begin();
}

void ThriftWriter::Empty(int field) {
  Struct(field);
  End();
}

void ThriftWriter::List(int field, std::uint8_t type, std::size_t count) {
  Field(field, kList);
  const bool is_short = count < kShortList;
  out_.Append(static_cast<std::uint8_t>((is_short ? count : kShortList) << 4 | type));
  if (!is_short) Varint(count);
}

void ThriftWriter::Element(std::int32_t value) { Varint(Zigzag(value)); }

void ThriftWriter::Element(std::string_view value) {
  Varint(value.size());
  out_.Append(AsBytes(value));
}

void ThriftWriter::End() {
  out_.Append(std::uint8_t{0});
  last_.pop_back();
}

}  // namespace lake
