#include "support/tidy_functions.h"

#include <algorithm>
#include <array>

namespace lake::testing {
namespace {

enum class Block { kScope, kFunction, kOther };

// Follows braces through the code of a C++ file.
class CppFunctions {
 public:
  explicit CppFunctions(const SourceFile& file) : file_(file) {}

  std::vector<FunctionSpan> Find() {
    for (std::size_t line = 0; line < file_.code.size(); ++line) {
      const std::string& text = file_.code[line];
      if (text.starts_with("#")) continue;  // an #include
      for (std::size_t at = 0; at < text.size(); ++at) {
        Take(text[at], at == 0 ? ' ' : text[at - 1], line);
      }
      Take(' ', ' ', line);
    }
    return std::move(found_);
  }

 private:
  void Take(char c, char previous, std::size_t line) {
    if (c == '(') ++parentheses_;
    if (c == ')') --parentheses_;
    if (c == '{') {
      const Block block = Classify(previous);
      if (block == Block::kFunction) open_ = {file_.lines[head_line_], head_line_ + 1, 0};
      blocks_.push_back(block);
      if (block != Block::kOther) head_.clear();
    } else if (c == '}' && !blocks_.empty()) {
      const Block block = blocks_.back();
      blocks_.pop_back();
      if (block == Block::kFunction) {
        open_.last_line = line + 1;
        found_.push_back(open_);
      }
      if (block != Block::kOther) head_.clear();
    } else if (c == ';' && parentheses_ == 0) {
      head_.clear();
    } else {
      Append(c, line);
    }
  }

  void Append(char c, std::size_t line) {
    if (head_.empty()) {
      if (c == ' ') return;
      head_line_ = line;
    }
    head_.push_back(c);
    if (head_ == "public:" || head_ == "private:" || head_ == "protected:") head_.clear();
  }

  Block Classify(char previous) const {
    const bool at_scope =
        std::all_of(blocks_.begin(), blocks_.end(), [](Block b) { return b == Block::kScope; });
    if (!at_scope || parentheses_ != 0 || previous != ' ') return Block::kOther;
    const std::vector<std::string_view> words = Identifiers(head_);
    if (words.empty()) return Block::kOther;
    const bool has_parentheses = head_.find('(') != head_.npos;
    const auto is_type = [](std::string_view word) {
      return word == "class" || word == "struct" || word == "union";
    };
    const auto is_namespace = [](std::string_view word) { return word == "namespace"; };
    if (!has_parentheses && std::ranges::any_of(words, is_namespace)) return Block::kScope;
    if (is_type(words[0])) return Block::kScope;
    if (!has_parentheses && (words[0] == "extern" || std::ranges::any_of(words, is_type))) {
      return Block::kScope;
    }
    return has_parentheses ? Block::kFunction : Block::kOther;
  }

  const SourceFile& file_;
  std::vector<FunctionSpan> found_;
  std::vector<Block> blocks_;
  std::string head_;
  std::size_t head_line_ = 0;
  int parentheses_ = 0;
  FunctionSpan open_{};
};

std::size_t Indent(std::string_view line) {
  return std::min(line.find_first_not_of(' '), line.size());
}

bool IsBlank(std::string_view line) { return Indent(line) == line.size(); }

std::vector<FunctionSpan> FindPythonFunctions(const SourceFile& file) {
  std::vector<FunctionSpan> found;
  for (std::size_t start = 0; start < file.code.size(); ++start) {
    const std::size_t indent = Indent(file.code[start]);
    if (!std::string_view(file.code[start]).substr(indent).starts_with("def ")) continue;
    std::size_t last = start;
    for (std::size_t line = start + 1; line < file.code.size(); ++line) {
      if (IsBlank(file.code[line])) continue;
      const std::size_t deep = Indent(file.code[line]);
      if (deep <= indent && file.code[line][deep] != ')') break;
      last = line;
    }
    found.push_back({file.lines[start], start + 1, last + 1});
  }
  return found;
}

std::vector<FunctionSpan> FindShellFunctions(const SourceFile& file) {
  std::vector<FunctionSpan> found;
  for (std::size_t start = 0; start < file.code.size(); ++start) {
    if (!file.code[start].ends_with("() {")) continue;
    const auto end =
        std::find(file.code.begin() + static_cast<std::ptrdiff_t>(start), file.code.end(), "}");
    found.push_back(
        {file.lines[start], start + 1, static_cast<std::size_t>(end - file.code.begin()) + 1});
  }
  return found;
}

}  // namespace

std::vector<FunctionSpan> FindFunctions(const SourceFile& file) {
  switch (file.language) {
    case Language::kCpp:
      return CppFunctions(file).Find();
    case Language::kPython:
      return FindPythonFunctions(file);
    case Language::kShell:
      return FindShellFunctions(file);
    case Language::kOther:
      break;
  }
  return {};
}

}  // namespace lake::testing
