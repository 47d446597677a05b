#include "quality/text_form.h"

#include <algorithm>
#include <cstring>

#include "base/char_set.h"

namespace lake {
namespace {

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

// Most numbers are shorter than what a CharSet looks at in one piece.
bool HasOnlyDigits(const char* begin, const char* end) {
  for (; begin != end; ++begin) {
    if (*begin < '0' || *begin > '9') return false;
  }
  return true;
}

bool IsInteger(std::string_view text) {
  if (!text.empty() && text[0] == '-') text.remove_prefix(1);
  return !text.empty() && HasOnlyDigits(text.data(), text.data() + text.size());
}

// ".1234567", all eight characters at once: what is left of each after its smallest is taken off
// must be nothing for the point, and at most nine for a digit.
bool IsFraction7(const char* text) {
  constexpr std::uint64_t kSmallest = 0x303030303030302E;    // ".0000000", its first byte lowest
  constexpr std::uint64_t kToOverflow = 0x767676767676767F;  // 128 less than the largest allowed
  constexpr std::uint64_t kOverflow = 0x8080808080808080;
  std::uint64_t left;
  std::memcpy(&left, text, sizeof left);
  left ^= kSmallest;
  return ((left | (left + kToOverflow)) & kOverflow) == 0;
}

bool IsDecimal7(std::string_view text) {
  constexpr std::size_t kFraction = 8;  // the point and seven digits
  if (text.size() <= kFraction) return false;
  const std::size_t whole = text.size() - kFraction;
  return IsFraction7(text.data() + whole) && IsInteger(text.substr(0, whole));
}

bool ShorterFirst(std::string_view a, std::string_view b) {
  return a.size() != b.size() ? a.size() < b.size() : a < b;
}

}  // namespace

bool IsHex(std::string_view text, std::size_t length) {
  if (length != 0 ? text.size() != length : text.size() % 2 != 0) return false;
  return kLowerHex.HasAll(text);
}

bool IsAccount(std::string_view text) { return IsKeyStrkey(text, 'G'); }

TextRule::TextRule(const ColumnSpec& column) : form_(column.form), length_(column.length) {
  if (form_ != TextForm::kOneOf) return;
  std::string_view left = column.one_of;
  for (std::size_t bar = 0; bar != std::string_view::npos;) {
    bar = left.find('|');
    choices_.push_back(left.substr(0, bar));
    left.remove_prefix(bar == std::string_view::npos ? 0 : bar + 1);
  }
  std::ranges::sort(choices_, ShorterFirst);
}

bool TextRule::Holds(std::string_view text) const {
  switch (form_) {
    case TextForm::kAny:
      return true;
    case TextForm::kHex:
      return IsHex(text, length_);
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
      return std::ranges::binary_search(choices_, text, ShorterFirst);
  }
  return false;
}

}  // namespace lake
