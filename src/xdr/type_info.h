// Every XDR type as data, for code that treats all types alike: the JSON view, test-side encoding.
// Static and immutable; safe from any thread.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace lake::xdr {

enum class TypeKind : std::uint8_t {
  kInt32,
  kUint32,
  kInt64,
  kUint64,
  kBool,
  kFixedOpaque,
  kOpaque,
  kString,
  kOptional,
  kArray,
  kFixedArray,
  kEnum,
  kStruct,
  kUnion
};

struct TypeInfo;
struct FieldInfo {
  std::string_view name;
  const TypeInfo* type;
};
struct ArmInfo {
  std::int32_t value;     // discriminant
  std::string_view name;  // empty for a void arm
  const TypeInfo* type;   // null for a void arm
};
struct EnumMember {
  std::string_view name;
  std::int32_t value;
};

struct TypeInfo {
  TypeKind kind;
  std::string_view name;  // empty for anonymous types
  std::uint32_t size;  // fixed opaque: bytes; fixed array: count; opaque, string, array: the limit
  const TypeInfo* element;  // optional, arrays; for a union: the type of its discriminant
  std::span<const FieldInfo> fields;
  std::span<const ArmInfo> arms;
  std::span<const EnumMember> members;
  std::string_view discriminant;  // of a union: its name
};

// The type of that XDR name (typedefs included), or null.
const TypeInfo* FindType(std::string_view name);

}  // namespace lake::xdr
