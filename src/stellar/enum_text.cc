#include "stellar/enum_text.h"

#include <algorithm>
#include <array>
#include <memory>

#include "base/check.h"
#include "xdr/type_info.h"

namespace lake {
namespace {

// The widest enum today, SCSpecType, spans 2,001 values.
constexpr std::int64_t kMaxSpan = 4096;

bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }
bool IsLower(char c) { return c >= 'a' && c <= 'z'; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }
char ToUpper(char c) { return IsLower(c) ? static_cast<char>(c - 'a' + 'A') : c; }
char ToLower(char c) { return IsUpper(c) ? static_cast<char>(c - 'A' + 'a') : c; }

bool BeginsWord(std::string_view name, std::size_t i) {
  if (i == 0 || name[i - 1] == '_') return true;
  if (!IsUpper(name[i])) return false;
  const char before = name[i - 1];
  if (IsLower(before) || IsDigit(before)) return true;
  return i + 1 < name.size() && IsLower(name[i + 1]);
}

std::string Lower(std::string_view name) {
  std::string text(name);
  std::transform(text.begin(), text.end(), text.begin(), ToLower);
  return text;
}

}  // namespace

std::string CamelCase(std::string_view xdr_name) {
  std::string text;
  text.reserve(xdr_name.size());
  for (std::size_t i = 0; i < xdr_name.size(); ++i) {
    if (xdr_name[i] == '_') continue;
    text += BeginsWord(xdr_name, i) ? ToUpper(xdr_name[i]) : ToLower(xdr_name[i]);
  }
  return text;
}

EnumTexts::EnumTexts(std::string_view type_name, Form form) {
  const xdr::TypeInfo* const type = xdr::FindType(type_name);
  CHECK(type != nullptr && !type->members.empty());
  const auto [low, high] = std::minmax_element(
      type->members.begin(), type->members.end(),
      [](const xdr::EnumMember& a, const xdr::EnumMember& b) { return a.value < b.value; });
  lowest_ = low->value;
  const std::int64_t span = std::int64_t{high->value} - lowest_ + 1;
  CHECK(span <= kMaxSpan);
  texts_.resize(static_cast<std::size_t>(span));
  const std::string prefix = CamelCase(type_name);
  for (const xdr::EnumMember& member : type->members) {
    texts_[static_cast<std::size_t>(std::int64_t{member.value} - lowest_)] =
        form == Form::kHubble ? prefix + CamelCase(member.name) : Lower(member.name);
  }
}

std::string_view OperationCodeText(xdr::OperationResultTr result) {
  // Every arm is a union whose discriminant, the code, comes first.
  static const std::vector<EnumTexts> texts_of_operation = [] {
    std::vector<EnumTexts> texts;
    for (const xdr::ArmInfo& arm : xdr::FindType("OperationResultTr")->arms) {
      CHECK(static_cast<std::size_t>(arm.value) == texts.size() && arm.type != nullptr);
      texts.emplace_back(arm.type->element->name, EnumTexts::Form::kHubble);
    }
    return texts;
  }();
  const auto operation = static_cast<std::size_t>(result.type());
  CHECK(operation < texts_of_operation.size());
  const auto code = static_cast<std::int32_t>(LoadU32(result.at() + 4));
  return texts_of_operation[operation].Of(code);
}

}  // namespace lake
