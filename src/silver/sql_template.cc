#include "silver/sql_template.h"

#include <fmt/format.h>

#include <algorithm>

namespace lake {
namespace {

constexpr std::string_view kListBegin = "[[", kListEnd = "]]";

bool IsWordChar(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

std::size_t WordSize(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::find_if_not(text, IsWordChar) - text.begin());
}

Status Unfilled(std::string_view hole) {
  return {Code::kInternal, fmt::format("nothing fills the hole {} of a template", hole)};
}

// `hole` is what stands between the brackets.
Status FillList(std::string_view hole, const SqlWords& with, std::string& out) {
  const std::string_view name = hole.substr(0, WordSize(hole));
  const auto list = with.lists.find(name);
  if (list == with.lists.end()) return Unfilled(name);
  std::string_view rest = hole.substr(name.size());
  std::string_view separator;
  const std::size_t colon = rest.find(": ");
  if (colon == std::string_view::npos) return Unfilled(name);
  if (rest.starts_with('|')) separator = rest.substr(1, colon - 1);
  const std::string_view text = rest.substr(colon + 2);
  bool first = true;
  for (const std::string& column : list->second) {
    if (!first) out += separator;
    first = false;
    for (const char c : text) {
      if (c == '@') {
        out += column;
      } else {
        out += c;
      }
    }
  }
  return {};
}

Result<std::string> FillLists(std::string_view text, const SqlWords& with) {
  std::string out;
  while (true) {
    const std::size_t begin = text.find(kListBegin);
    if (begin == std::string_view::npos) break;
    const std::size_t end = text.find(kListEnd, begin);
    if (end == std::string_view::npos) return Unfilled(text.substr(begin, 20));
    out += text.substr(0, begin);
    TRY(FillList(text.substr(begin + kListBegin.size(), end - begin - kListBegin.size()), with,
                 out));
    text.remove_prefix(end + kListEnd.size());
  }
  out += text;
  return out;
}

Result<std::string> FillWords(std::string_view text, const SqlWords& with) {
  std::string out;
  while (true) {
    const std::size_t dollar = text.find('$');
    out += text.substr(0, dollar);
    if (dollar == std::string_view::npos) return out;
    text.remove_prefix(dollar + 1);
    const bool braced = text.starts_with('{');
    if (braced) text.remove_prefix(1);
    const std::string_view word = text.substr(0, WordSize(text));
    const auto found = with.words.find(word);
    if (found == with.words.end()) return Unfilled(word);
    out += found->second;
    text.remove_prefix(word.size() + (braced ? 1 : 0));
  }
}

}  // namespace

Result<std::string> FillTemplate(std::string_view text, const SqlWords& with) {
  TRY_ASSIGN(const std::string listed, FillLists(text, with));
  return FillWords(listed, with);
}

}  // namespace lake
