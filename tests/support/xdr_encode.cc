#include "support/xdr_encode.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "base/hex.h"
#include "xdr/type_info.h"

namespace lake::testing {
namespace {

using xdr::ArmInfo;
using xdr::TypeInfo;
using xdr::TypeKind;

constexpr std::uint64_t kRawXdr = 0x786472;  // subtype of binary JSON that is encoded already

class Encoder {
 public:
  explicit Encoder(std::string_view type) : path_(type) {}

  void Value(const TypeInfo& type, const Json& value);
  XdrBytes Take() { return std::move(out_); }

 private:
  // Keeps the path of the value under work, for messages.
  class Step {
   public:
    Step(Encoder& encoder, std::string_view name) : encoder_(encoder), size_(encoder.path_.size()) {
      encoder.path_.append(".").append(name);
    }
    ~Step() { encoder_.path_.resize(size_); }
    Step(const Step&) = delete;
    Step& operator=(const Step&) = delete;

   private:
    Encoder& encoder_;
    std::size_t size_;
  };

  [[noreturn]] void Fail(const std::string& why, const Json& value) const {
    std::string text = value.dump(-1, ' ', false, Json::error_handler_t::replace);
    if (text.size() > 200) text.resize(200);
    fmt::print(stderr, "cannot encode {}: {}: {}\n", path_, why, text);
    std::abort();
  }
  void U32(std::uint32_t v) {
    for (int shift = 24; shift >= 0; shift -= 8) {
      out_.push_back(static_cast<std::uint8_t>(v >> shift));
    }
  }
  void U64(std::uint64_t v) {
    U32(static_cast<std::uint32_t>(v >> 32));
    U32(static_cast<std::uint32_t>(v));
  }
  void Count(std::size_t count) { U32(static_cast<std::uint32_t>(count)); }
  void Padded(Bytes bytes) {
    out_.insert(out_.end(), bytes.begin(), bytes.end());
    out_.resize(out_.size() + (4 - bytes.size() % 4) % 4);
  }

  template <class T>
  T Integer(const Json& value) const;
  std::int32_t EnumValue(const TypeInfo& type, const Json& value) const;
  XdrBytes OpaqueBytes(const Json& value) const;
  void Opaque(const TypeInfo& type, const Json& value);
  void Text(const Json& value);
  void Elements(const TypeInfo& type, const Json& value);
  void Struct(const TypeInfo& type, const Json& value);
  void Union(const TypeInfo& type, const Json& value);
  const ArmInfo* ArmOf(const TypeInfo& type, const Json& value, std::int32_t& discriminant) const;

  std::string path_;
  XdrBytes out_;
};

template <class T>
T Encoder::Integer(const Json& value) const {
  if (value.is_null()) return 0;
  if (value.is_string()) {
    const std::string& text = value.get_ref<const std::string&>();
    T number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) Fail("not such a number", value);
    return number;
  }
  if (value.is_number_unsigned()) {
    const auto number = value.get<std::uint64_t>();
    if (!std::in_range<T>(number)) Fail("the number is out of range", value);
    return static_cast<T>(number);
  }
  if (!value.is_number_integer()) Fail("expected a number", value);
  const auto number = value.get<std::int64_t>();
  if (!std::in_range<T>(number)) Fail("the number is out of range", value);
  return static_cast<T>(number);
}

std::int32_t Encoder::EnumValue(const TypeInfo& type, const Json& value) const {
  if (type.kind != TypeKind::kEnum) return Integer<std::int32_t>(value);
  if (value.is_null()) return type.members.front().value;
  if (!value.is_string()) return Integer<std::int32_t>(value);
  const std::string& name = value.get_ref<const std::string&>();
  for (const xdr::EnumMember& member : type.members) {
    if (member.name == name) return member.value;
  }
  Fail(fmt::format("enum {} has no such constant", type.name), value);
}

XdrBytes Encoder::OpaqueBytes(const Json& value) const {
  if (value.is_null()) return {};
  if (value.is_binary()) return value.get_binary();
  if (value.is_array()) {
    XdrBytes bytes;
    for (const Json& byte : value) bytes.push_back(Integer<std::uint8_t>(byte));
    return bytes;
  }
  if (!value.is_string()) Fail("expected hexadecimal text or bytes", value);
  Result<XdrBytes> bytes = ParseHex(value.get_ref<const std::string&>());
  if (!bytes.ok()) Fail(bytes.error().message, value);
  return std::move(bytes).value();
}

void Encoder::Opaque(const TypeInfo& type, const Json& value) {
  XdrBytes bytes = OpaqueBytes(value);
  if (type.kind == TypeKind::kFixedOpaque) {
    if (value.is_null()) bytes.resize(type.size);
    if (bytes.size() != type.size) Fail(fmt::format("expected {} bytes", type.size), value);
  } else {
    Count(bytes.size());
  }
  Padded(bytes);
}

void Encoder::Text(const Json& value) {
  if (!value.is_null() && !value.is_string()) Fail("expected a text", value);
  const std::string text = value.is_null() ? "" : value.get<std::string>();
  Count(text.size());
  Padded(AsBytes(text));
}

void Encoder::Elements(const TypeInfo& type, const Json& value) {
  if (!value.is_null() && !value.is_array()) Fail("expected an array", value);
  const bool fixed = type.kind == TypeKind::kFixedArray;
  if (!fixed) Count(value.size());
  if (fixed && !value.is_null() && value.size() != type.size) {
    Fail(fmt::format("expected {} elements", type.size), value);
  }
  const std::size_t count = fixed ? type.size : value.size();
  for (std::size_t i = 0; i < count; ++i) {
    const Step step(*this, std::to_string(i));
    Value(*type.element, value.is_null() ? Json() : value[i]);
  }
}

void Encoder::Struct(const TypeInfo& type, const Json& value) {
  if (!value.is_null() && !value.is_object()) Fail("expected an object", value);
  for (const auto& [key, ignored] : value.items()) {
    const auto has_name = [&](const xdr::FieldInfo& field) { return field.name == key; };
    if (std::none_of(type.fields.begin(), type.fields.end(), has_name)) {
      Fail(fmt::format("struct {} has no field {}", type.name, key), value);
    }
  }
  for (const xdr::FieldInfo& field : type.fields) {
    const Step step(*this, field.name);
    const auto it = value.is_null() ? value.end() : value.find(field.name);
    Value(*field.type, it == value.end() ? Json() : *it);
  }
}

// The arm that `value` stands for; null when the discriminant is none that the union knows.
const ArmInfo* Encoder::ArmOf(const TypeInfo& type, const Json& value,
                              std::int32_t& discriminant) const {
  if (value.is_null()) {
    discriminant = type.arms.front().value;
    return &type.arms.front();
  }
  const ArmInfo* found = nullptr;
  if (value.is_object() && !value.contains(type.discriminant)) {
    if (value.size() != 1) Fail("expected one arm, or the discriminant", value);
    for (const ArmInfo& arm : type.arms) {
      if (arm.name != value.begin().key()) continue;
      if (found != nullptr) Fail("several cases have this arm: say the discriminant", value);
      found = &arm;
    }
    if (found == nullptr) Fail(fmt::format("union {} has no such arm", type.name), value);
    discriminant = found->value;
    return found;
  }
  discriminant =
      EnumValue(*type.element, value.is_object() ? value[std::string(type.discriminant)] : value);
  for (const ArmInfo& arm : type.arms) {
    if (arm.value == discriminant) found = &arm;
  }
  return found;
}

void Encoder::Union(const TypeInfo& type, const Json& value) {
  std::int32_t discriminant = 0;
  const ArmInfo* arm = ArmOf(type, value, discriminant);
  U32(static_cast<std::uint32_t>(discriminant));
  const Json* content = nullptr;
  if (value.is_object()) {
    for (const auto& [key, element] : value.items()) {
      if (key == type.discriminant) continue;
      if (arm == nullptr || arm->name != key) {
        Fail(fmt::format("this case of union {} has no arm {}", type.name, key), value);
      }
      content = &element;
    }
  }
  if (arm == nullptr || arm->type == nullptr) return;
  const Step step(*this, arm->name);
  Value(*arm->type, content == nullptr ? Json() : *content);
}

void Encoder::Value(const TypeInfo& type, const Json& value) {
  if (value.is_binary() && value.get_binary().has_subtype() &&
      value.get_binary().subtype() == kRawXdr) {
    const Json::binary_t& raw = value.get_binary();
    out_.insert(out_.end(), raw.begin(), raw.end());
    return;
  }
  switch (type.kind) {
    case TypeKind::kInt32:
      return U32(static_cast<std::uint32_t>(Integer<std::int32_t>(value)));
    case TypeKind::kUint32:
      return U32(Integer<std::uint32_t>(value));
    case TypeKind::kInt64:
      return U64(static_cast<std::uint64_t>(Integer<std::int64_t>(value)));
    case TypeKind::kUint64:
      return U64(Integer<std::uint64_t>(value));
    case TypeKind::kBool:
      if (!value.is_null() && !value.is_boolean()) Fail("expected true or false", value);
      return U32(value.is_null() ? 0 : value.get<bool>());
    case TypeKind::kFixedOpaque:
    case TypeKind::kOpaque:
      return Opaque(type, value);
    case TypeKind::kString:
      return Text(value);
    case TypeKind::kOptional:
      U32(value.is_null() ? 0 : 1);
      return value.is_null() ? void() : Value(*type.element, value);
    case TypeKind::kArray:
    case TypeKind::kFixedArray:
      return Elements(type, value);
    case TypeKind::kEnum:
      return U32(static_cast<std::uint32_t>(EnumValue(type, value)));
    case TypeKind::kStruct:
      return Struct(type, value);
    case TypeKind::kUnion:
      return Union(type, value);
  }
}

}  // namespace

XdrBytes EncodeXdr(std::string_view type, const Json& value) {
  const TypeInfo* info = xdr::FindType(type);
  if (info == nullptr) {
    fmt::print(stderr, "there is no XDR type {}\n", type);
    std::abort();
  }
  Encoder encoder(type);
  encoder.Value(*info, value);
  return encoder.Take();
}

Json RawXdr(Bytes encoded) {
  return Json::binary(Json::binary_t::container_type(encoded.begin(), encoded.end()), kRawXdr);
}

Json Opaque(Bytes bytes) {
  return Json::binary(Json::binary_t::container_type(bytes.begin(), bytes.end()));
}

}  // namespace lake::testing
