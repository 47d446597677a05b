#include "xdr/json_names.h"

#include <algorithm>
#include <cstdint>

namespace lake::xdr {
namespace {

bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }
bool IsLower(char c) { return c >= 'a' && c <= 'z'; }

std::size_t SharedPrefix(const TypeInfo& type) {
  if (type.members.size() < 2) return 0;
  std::string_view shared = type.members.front().name;
  for (const EnumMember& member : type.members) {
    const auto differs =
        std::mismatch(shared.begin(), shared.end(), member.name.begin(), member.name.end());
    shared = shared.substr(0, static_cast<std::size_t>(differs.first - shared.begin()));
  }
  const std::size_t underscore = shared.rfind('_');
  return underscore == std::string_view::npos ? 0 : underscore + 1;
}

}  // namespace

void AppendSnakeCase(std::string& out, std::string_view name) {
  enum class Last { kNothing, kLower, kUpper } last = Last::kNothing;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    const bool ends_acronym = last == Last::kUpper && i + 1 < name.size() && IsLower(name[i + 1]);
    if (IsUpper(c) && (last == Last::kLower || ends_acronym)) out += '_';
    if (IsUpper(c)) {
      last = Last::kUpper;
    } else if (IsLower(c)) {
      last = Last::kLower;
    } else if (c == '_') {
      last = Last::kNothing;  // a digit leaves it: it belongs to the word before
    }
    out += IsUpper(c) ? static_cast<char>(c - 'A' + 'a') : c;
  }
}

void AppendMemberName(std::string& out, const TypeInfo& type, const EnumMember& member) {
  AppendSnakeCase(out, member.name.substr(SharedPrefix(type)));
}

void AppendEscapedText(std::string& out, std::string_view text) {
  constexpr char kDigits[] = "0123456789abcdef";
  out += '"';
  for (const char c : text) {
    if (c == '\0') {
      out += "\\\\0";
    } else if (c == '\t') {
      out += "\\\\t";
    } else if (c == '\n') {
      out += "\\\\n";
    } else if (c == '\r') {
      out += "\\\\r";
    } else if (c == '\\') {
      out += "\\\\\\\\";
    } else if (c == '"') {
      out += "\\\"";
    } else if (c >= 0x20 && c <= 0x7e) {
      out += c;
    } else {
      const auto byte = static_cast<std::uint8_t>(c);
      out += "\\\\x";
      out += kDigits[byte >> 4];
      out += kDigits[byte & 15];
    }
  }
  out += '"';
}

}  // namespace lake::xdr
