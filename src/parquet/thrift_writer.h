// Structures in Thrift's compact protocol, as page headers and footers of Parquet files are
// written. Fields come in ascending order. One thread.
//
//   ThriftWriter thrift(out);
//   thrift.Int(1, version);
//   thrift.List(2, kThriftStruct, count); for (...) { thrift.Begin(); ...; thrift.End(); }
//   thrift.End();  // of the outermost structure
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "parquet/byte_buffer.h"

namespace lake {

// Types of fields and elements.
inline constexpr std::uint8_t kThriftInt = 5;  // 32 bits
inline constexpr std::uint8_t kThriftText = 8;
inline constexpr std::uint8_t kThriftStruct = 12;

class ThriftWriter {
 public:
  // The outermost structure has begun.
  explicit ThriftWriter(ByteBuffer& out) : out_(out), last_{0} {}

  void Bool(int field, bool value);
  void Byte(int field, std::int8_t value);
  void Short(int field, std::int16_t value);
  void Int(int field, std::int32_t value);
  void Long(int field, std::int64_t value);
  void Text(int field, std::string_view value);
  // A structure as a field, then its fields, then End.
  void Struct(int field);
  // A structure without fields.
  void Empty(int field);
  void List(int field, std::uint8_t type, std::size_t count);
  // Elements of a list; of structures: Begin, its fields, End.
  void Element(std::int32_t value);
  void Element(std::string_view value);
  void Begin() { last_.push_back(0); }
  void End();

 private:
  void Field(int field, std::uint8_t type);
  void Varint(std::uint64_t n);

  ByteBuffer& out_;
  std::vector<int> last_;  // the last field of every structure that is open
};

}  // namespace lake
