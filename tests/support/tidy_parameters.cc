#include "support/tidy_parameters.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <string>
#include <string_view>

namespace lake::testing {
namespace {

bool IsNameChar(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

std::string_view Trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\n')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\n')) text.remove_suffix(1);
  return text;
}

// "const Foo& foo", "std::vector<int> x = {}", "Foo*": a type, mostly with a name behind it.
bool IsParameter(std::string_view entry) {
  entry = Trim(entry.substr(0, entry.find('=')));
  if (entry.empty() || !IsNameChar(entry.front())) return false;
  if (entry.find_first_of("\"'+-/.?!{}[];|%") != entry.npos) return false;
  if (entry.back() == '&' || entry.back() == '*') return true;
  std::size_t name = entry.size();
  while (name > 0 && IsNameChar(entry[name - 1])) --name;
  return name > 0 && name < entry.size() &&
         std::string_view(" &*\n").find(entry[name - 1]) != std::string_view::npos;
}

// The entries between the commas that are in no brackets.
std::vector<std::string_view> Entries(std::string_view list) {
  std::vector<std::string_view> entries;
  std::size_t begin = 0;
  int depth = 0;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const char c = list[i];
    if (c == '(' || c == '{' || c == '[' || c == '<') ++depth;
    if (c == ')' || c == '}' || c == ']' || (c == '>' && list[i - 1] != '-')) --depth;
    if (c != ',' || depth != 0) continue;
    entries.push_back(list.substr(begin, i - begin));
    begin = i + 1;
  }
  entries.push_back(list.substr(begin));
  return entries;
}

}  // namespace

std::vector<Finding> CheckParameters(const SourceFile& file) {
  std::vector<Finding> findings;
  if (file.language != Language::kCpp) return findings;
  std::string code;
  for (const std::string& line : file.code) {
    if (!line.starts_with('#')) code += line;
    code += '\n';
  }
  std::vector<std::size_t> open;
  for (std::size_t i = 0; i < code.size(); ++i) {
    if (code[i] == '(') open.push_back(i);
    if (code[i] != ')' || open.empty()) continue;
    const std::size_t begin = open.back();
    open.pop_back();
    const auto entries = Entries(std::string_view(code).substr(begin + 1, i - begin - 1));
    if (entries.size() <= kParametersMax) continue;
    const auto parameters = std::ranges::count_if(entries, IsParameter);
    if (2 * static_cast<std::size_t>(parameters) <= entries.size()) continue;
    const auto breaks =
        std::count(code.begin(), code.begin() + static_cast<std::ptrdiff_t>(begin), '\n');
    findings.push_back({file.path, static_cast<std::size_t>(breaks) + 1,
                        fmt::format("{} parameters, at most {} are allowed: give those that "
                                    "belong together a name",
                                    entries.size(), kParametersMax)});
  }
  return findings;
}

}  // namespace lake::testing
