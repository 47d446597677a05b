#include "quality/text_form.h"

#include "base/char_set.h"

namespace lake {
namespace {

constexpr CharSet kDigits("09");
constexpr CharSet kLowerHex("09af");
constexpr CharSet kStrkey("AZ27");
constexpr CharSet kBase64("09AZaz++//");

bool IsKeyStrkey(std::string_view text, char version) {
  constexpr std::size_t kSize = 56;
  return text.size() == kSize && text[0] == version && kStrkey.HasAll(text);
}

bool IsBase64(std::string_view text) {
  if (text.size() % 4 != 0) return false;
  while (!text.empty() && text.back() == '=') text.remove_suffix(1);
  return kBase64.HasAll(text);
}

bool IsInteger(std::string_view text) {
  if (!text.empty() && text[0] == '-') text.remove_prefix(1);
  return !text.empty() && kDigits.HasAll(text);
}

bool IsDecimal7(std::string_view text) {
  constexpr std::size_t kFraction = 8;  // the point and seven digits
  if (text.size() <= kFraction) return false;
  const std::string_view fraction = text.substr(text.size() - kFraction);
  return fraction[0] == '.' && kDigits.HasAll(fraction.substr(1)) &&
         IsInteger(text.substr(0, text.size() - kFraction));
}

bool IsOneOf(std::string_view text, std::string_view choices) {
  while (!choices.empty()) {
    const std::size_t bar = choices.find('|');
    if (choices.substr(0, bar) == text) return true;
    if (bar == std::string_view::npos) return false;
    choices.remove_prefix(bar + 1);
  }
  return false;
}

}  // namespace

bool IsHex(std::string_view text, std::size_t length) {
  if (length != 0 ? text.size() != length : text.size() % 2 != 0) return false;
  return kLowerHex.HasAll(text);
}

bool IsAccount(std::string_view text) { return IsKeyStrkey(text, 'G'); }

bool HasForm(std::string_view text, const ColumnSpec& column) {
  switch (column.form) {
    case TextForm::kAny:
      return true;
    case TextForm::kHex:
      return IsHex(text, column.length);
    case TextForm::kBase64:
      return IsBase64(text);
    case TextForm::kAccount:
      return IsAccount(text);
    case TextForm::kContract:
      return IsKeyStrkey(text, 'C');
    case TextForm::kDecimal7:
      return IsDecimal7(text);
    case TextForm::kInteger:
      return IsInteger(text);
    case TextForm::kJson:
      return !text.empty();
    case TextForm::kOneOf:
      return IsOneOf(text, column.one_of);
  }
  return false;
}

}  // namespace lake
