#include "xdr/json.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "base/hex.h"
#include "xdr/cursor.h"
#include "xdr/json_names.h"

namespace lake::xdr {
namespace {

// Every XDR value but an empty opaque takes at least one word.
constexpr std::size_t kElementSizeMin = 4;

// Types whose every encoding of the right length is valid are no level of nesting to the
// validation (xdr/check.h), so they must be none here: what is valid can be shown.
bool IsPlain(const TypeInfo& type) {
  switch (type.kind) {
    case TypeKind::kInt32:
    case TypeKind::kUint32:
    case TypeKind::kInt64:
    case TypeKind::kUint64:
      return true;
    case TypeKind::kFixedOpaque:
      return type.size % 4 == 0;
    case TypeKind::kFixedArray:
      return IsPlain(*type.element);
    case TypeKind::kStruct:
      return std::all_of(type.fields.begin(), type.fields.end(),
                         [](const FieldInfo& field) { return IsPlain(*field.type); });
    default:
      return false;
  }
}

class JsonWriter {
 public:
  JsonWriter(Bytes value, std::string& out, std::size_t max_bytes)
      : c_(value), out_(out), begin_(out.size()), max_bytes_(max_bytes) {}

  Status Write(const TypeInfo& type) {
    Status status = WriteAll(type);
    if (!status.ok()) out_.resize(begin_);
    return status;
  }

 private:
  Status WriteAll(const TypeInfo& type) {
    if (!Value(type) || !Room(0)) {
      if (c_.failed()) return c_.error();
      return {Code::kResourceExhausted, fmt::format("JSON of more than {} bytes", max_bytes_)};
    }
    return c_.ExpectEnd();
  }
  bool Room(std::size_t more) const { return out_.size() - begin_ + more <= max_bytes_; }

  bool Value(const TypeInfo& type);
  bool Scalar(const TypeInfo& type);
  bool Opaque(std::size_t size);
  bool Text(std::size_t size);
  bool Enum(const TypeInfo& type);
  bool Optional(const TypeInfo& type);
  bool Elements(const TypeInfo& type, std::uint32_t count);
  bool Struct(const TypeInfo& type);
  bool Union(const TypeInfo& type);
  void AppendCase(const TypeInfo& type, const ArmInfo& arm);

  Cursor c_;
  std::string& out_;
  std::size_t begin_;
  std::size_t max_bytes_;
};

bool JsonWriter::Scalar(const TypeInfo& type) {
  const std::uint8_t* p = c_.at();
  auto out = std::back_inserter(out_);
  switch (type.kind) {
    case TypeKind::kInt32:
      if (!c_.Skip(4)) return false;
      fmt::format_to(out, "{}", static_cast<std::int32_t>(LoadU32(p)));
      return true;
    case TypeKind::kUint32:
      if (!c_.Skip(4)) return false;
      fmt::format_to(out, "{}", LoadU32(p));
      return true;
    case TypeKind::kInt64:
      if (!c_.Skip(8)) return false;
      fmt::format_to(out, "\"{}\"", static_cast<std::int64_t>(LoadU64(p)));
      return true;
    case TypeKind::kUint64:
      if (!c_.Skip(8)) return false;
      fmt::format_to(out, "\"{}\"", LoadU64(p));
      return true;
    default:  // kBool
      if (!c_.Bool()) return false;
      out_ += LoadU32(p) != 0 ? "true" : "false";
      return true;
  }
}

bool JsonWriter::Opaque(std::size_t size) {
  const std::uint8_t* p = c_.at();
  if (!c_.PaddedOpaque(size) || !Room(2 * size)) return false;
  out_ += '"';
  const std::size_t at = out_.size();
  out_.resize(at + 2 * size);
  EncodeHex(out_.data() + at, {p, size});
  out_ += '"';
  return true;
}

bool JsonWriter::Text(std::size_t size) {
  const std::uint8_t* p = c_.at();
  if (!c_.PaddedOpaque(size) || !Room(size)) return false;
  AppendEscapedText(out_, AsText({p, size}));
  return true;
}

bool JsonWriter::Enum(const TypeInfo& type) {
  std::uint32_t value;
  if (!c_.U32(value)) return false;
  for (const EnumMember& member : type.members) {
    if (member.value != static_cast<std::int32_t>(value)) continue;
    out_ += '"';
    AppendMemberName(out_, type, member);
    out_ += '"';
    return true;
  }
  c_.UnknownEnum(value);
  return c_.In(type.name.data());
}

bool JsonWriter::Optional(const TypeInfo& type) {
  std::uint32_t present;
  if (!c_.Enter() || !c_.U32(present)) return false;
  if (present > 1) return c_.UnknownArm("optional", present);
  if (present == 0) {
    out_ += "null";
  } else if (!Value(*type.element)) {
    return false;
  }
  c_.Leave();
  return true;
}

bool JsonWriter::Elements(const TypeInfo& type, std::uint32_t count) {
  const bool is_level = !IsPlain(*type.element);
  if (is_level && !c_.Enter()) return false;
  out_ += '[';
  for (std::uint32_t i = 0; i < count; ++i) {
    if (i > 0) out_ += ',';
    if (!Value(*type.element)) return false;
  }
  out_ += ']';
  if (is_level) c_.Leave();
  return true;
}

bool JsonWriter::Struct(const TypeInfo& type) {
  const bool is_level = !IsPlain(type);
  if (is_level && !c_.Enter()) return false;
  char separator = '{';
  for (const FieldInfo& field : type.fields) {
    out_ += separator;
    separator = ',';
    out_ += '"';
    AppendSnakeCase(out_, field.name);
    out_ += "\":";
    if (!Value(*field.type)) return c_.failed() && c_.In(type.name.data());
  }
  out_ += '}';
  if (is_level) c_.Leave();
  return true;
}

void JsonWriter::AppendCase(const TypeInfo& type, const ArmInfo& arm) {
  out_ += '"';
  if (type.element->kind == TypeKind::kEnum) {
    const auto& members = type.element->members;
    const auto member = std::find_if(members.begin(), members.end(),
                                     [&](const EnumMember& m) { return m.value == arm.value; });
    AppendMemberName(out_, *type.element, *member);
  } else {
    AppendSnakeCase(out_, type.discriminant);
    fmt::format_to(std::back_inserter(out_), "{}", arm.value);
  }
  out_ += '"';
}

bool JsonWriter::Union(const TypeInfo& type) {
  std::uint32_t value;
  if (!c_.Enter() || !c_.U32(value)) return false;
  const auto arm = std::find_if(type.arms.begin(), type.arms.end(), [&](const ArmInfo& a) {
    return a.value == static_cast<std::int32_t>(value);
  });
  if (arm == type.arms.end()) return c_.UnknownArm(type.name.data(), value);
  if (arm->type == nullptr) {
    AppendCase(type, *arm);
  } else {
    out_ += '{';
    AppendCase(type, *arm);
    out_ += ':';
    if (!Value(*arm->type)) return c_.failed() && c_.In(type.name.data());
    out_ += '}';
  }
  c_.Leave();
  return true;
}

bool JsonWriter::Value(const TypeInfo& type) {
  if (!Room(0)) return false;
  std::uint32_t count;
  switch (type.kind) {
    case TypeKind::kFixedOpaque:
      return Opaque(type.size);
    case TypeKind::kOpaque:
      return c_.Count(type.size, 1, count) && Opaque(count);
    case TypeKind::kString:
      return c_.Count(type.size, 1, count) && Text(count);
    case TypeKind::kOptional:
      return Optional(type);
    case TypeKind::kArray:
      return c_.Count(type.size, kElementSizeMin, count) && Elements(type, count);
    case TypeKind::kFixedArray:
      return Elements(type, type.size);
    case TypeKind::kEnum:
      return Enum(type);
    case TypeKind::kStruct:
      return Struct(type);
    case TypeKind::kUnion:
      return Union(type);
    default:
      return Scalar(type);
  }
}

}  // namespace

Status AppendJson(const TypeInfo& type, Bytes value, std::string& out, std::size_t max_bytes) {
  return JsonWriter(value, out, max_bytes).Write(type);
}

}  // namespace lake::xdr
