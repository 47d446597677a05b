#include "support/tidy_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "support/tidy_functions.h"

namespace lake::testing {
namespace {

constexpr std::size_t kReasonBytesMin = 10;  // shorter than this explains nothing

bool IsNondeterministic(std::string_view word, std::string_view line) {
  if (word == "random_device") return true;
  if (word != "rand" && word != "srand") return false;
  const std::size_t after = static_cast<std::size_t>(word.data() - line.data()) + word.size();
  return line.substr(after).starts_with("(");
}

bool IsClockFile(std::string_view path) { return path.starts_with("src/base/clock."); }

// "Utils" of StringUtils, "utils" of string_utils: the part of a name that says nothing.
std::string_view EmptyTypePart(std::string_view name) {
  constexpr std::array<std::string_view, 5> kParts = {"Utils", "Util", "Helpers", "Helper",
                                                      "Manager"};
  for (std::string_view part : kParts) {
    if (name.ends_with(part)) return part;
  }
  return {};
}

std::string_view EmptyFilePart(std::string_view stem) {
  constexpr std::array<std::string_view, 6> kParts = {"utils",  "util",    "helpers",
                                                      "helper", "manager", "common"};
  const std::size_t last = stem.rfind('_');
  const std::string_view word = last == stem.npos ? stem : stem.substr(last + 1);
  return std::find(kParts.begin(), kParts.end(), word) == kParts.end() ? std::string_view() : word;
}

// True for a mark of unfinished work that gives no reason. The marks are written in two pieces
// here, so that this file keeps its own rule.
bool IsUndone(std::string_view line) {
  for (std::string_view word : Identifiers(line)) {
    if (word ==
            "FIX"
            "ME" ||
        word ==
            "XX"
            "X")
      return true;
    if (word !=
        "TO"
        "DO")
      continue;
    const std::size_t after = static_cast<std::size_t>(word.data() - line.data()) + word.size();
    const std::string_view rest = line.substr(after);
    const std::size_t close = rest.find(')');
    if (!rest.starts_with('(') || close == rest.npos || close - 1 < kReasonBytesMin) return true;
  }
  return false;
}

std::string_view Stem(std::string_view path) {
  path.remove_prefix(path.rfind('/') == path.npos ? 0 : path.rfind('/') + 1);
  return path.substr(0, path.find('.'));
}

}  // namespace

std::vector<Finding> CheckSizes(const SourceFile& file) {
  std::vector<Finding> findings;
  const bool in_src = file.path.starts_with("src/");
  const bool is_header = in_src && file.path.ends_with(".h");
  const std::size_t lines_max = is_header ? kHeaderLinesMax : kFileLinesMax;
  if (file.lines.size() > lines_max) {
    findings.push_back(
        {file.path, 0,
         fmt::format("{} lines, at most {} are allowed", file.lines.size(), lines_max)});
  }
  for (const FunctionSpan& function : FindFunctions(file)) {
    if (function.lines() <= kFunctionLinesMax) continue;
    findings.push_back({file.path, function.first_line,
                        fmt::format("function of {} lines, at most {} are allowed: {}",
                                    function.lines(), kFunctionLinesMax, function.head)});
  }
  if (!in_src || file.language != Language::kCpp) return findings;
  for (std::size_t i = 0; i < file.lines.size(); ++i) {
    const std::size_t columns = Columns(file.lines[i]);
    if (columns <= kLineColumnsMax) continue;
    findings.push_back(
        {file.path, i + 1,
         fmt::format("{} columns, at most {} are allowed", columns, kLineColumnsMax)});
  }
  return findings;
}

std::vector<Finding> CheckWords(const SourceFile& file) {
  std::vector<Finding> findings;
  if (const std::string_view part = EmptyFilePart(Stem(file.path)); !part.empty()) {
    findings.push_back(
        {file.path, 0, fmt::format("the file name ends in '{}', which says nothing", part)});
  }
  for (std::size_t i = 0; i < file.lines.size(); ++i) {
    if (IsUndone(file.lines[i])) {
      findings.push_back({file.path, i + 1, "work left undone, without a reason in parentheses"});
    }
    if (file.language != Language::kCpp) continue;
    for (std::string_view word : Identifiers(file.code[i])) {
      if (IsNondeterministic(word, file.code[i])) {
        findings.push_back({file.path, i + 1, fmt::format("'{}' is not deterministic", word)});
      }
      if (word == "system_clock" && !IsClockFile(file.path)) {
        findings.push_back({file.path, i + 1, "system_clock is for src/base/clock only"});
      }
      if (const std::string_view part = EmptyTypePart(word); !part.empty()) {
        findings.push_back(
            {file.path, i + 1, fmt::format("'{}' ends in '{}', which says nothing", word, part)});
      }
    }
  }
  return findings;
}

}  // namespace lake::testing
