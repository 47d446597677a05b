#include "support/tidy_text.h"

#include <algorithm>
#include <filesystem>

#include "base/file.h"
#include "support/tidy_strip.h"

namespace lake::testing {
namespace {

constexpr std::size_t kSourceFileBytesMax = 4u << 20;  // far above any file a person writes

bool IsWordByte(char c) {
  return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

std::vector<std::string> SplitLines(std::string_view content) {
  std::vector<std::string> lines;
  while (!content.empty()) {
    const std::size_t end = std::min(content.find('\n'), content.size());
    lines.emplace_back(content.substr(0, end));
    content.remove_prefix(std::min(end + 1, content.size()));
  }
  return lines;
}

Language LanguageOf(std::string_view path, std::string_view content) {
  for (std::string_view ending : {".h", ".cc"}) {
    if (path.ends_with(ending)) return Language::kCpp;
  }
  const std::string_view first = content.substr(0, content.find('\n'));
  if (path.ends_with(".py") || (first.starts_with("#!") && first.find("python") != first.npos)) {
    return Language::kPython;
  }
  if (path.ends_with(".sh") || first.starts_with("#!")) return Language::kShell;
  return Language::kOther;
}

// Data of tests is not source, whatever it looks like.
bool IsLeftOut(const std::filesystem::path& path) {
  return path == "tests/data" || path == "tests/golden" || path.filename() == "__pycache__" ||
         path.filename() == "node_modules";
}

}  // namespace

SourceFile MakeSourceFile(std::string path, std::string_view content) {
  const Language language = LanguageOf(path, content);
  const std::string code =
      language == Language::kCpp ? StripCpp(content) : StripHashComments(content);
  return {std::move(path), language, SplitLines(content), SplitLines(code)};
}

Result<std::vector<SourceFile>> ReadSourceTree(const std::string& root,
                                               const std::vector<std::string>& folders) {
  namespace fs = std::filesystem;
  std::vector<std::string> paths;
  for (const std::string& folder : folders) {
    std::error_code error;
    fs::recursive_directory_iterator it(root + "/" + folder, error);
    if (error) return Error{Code::kNotFound, folder + ": " + error.message()};
    for (; it != fs::recursive_directory_iterator(); ++it) {
      const fs::path path = it->path().lexically_relative(root);
      if (IsLeftOut(path)) it.disable_recursion_pending();
      if (it->is_regular_file()) paths.push_back(path.generic_string());
    }
  }
  std::sort(paths.begin(), paths.end());
  std::vector<SourceFile> files;
  for (std::string& path : paths) {
    TRY_ASSIGN(const std::string content, ReadSmallFile(root + "/" + path, kSourceFileBytesMax));
    SourceFile file = MakeSourceFile(std::move(path), content);
    if (file.language != Language::kOther) files.push_back(std::move(file));
  }
  return files;
}

std::vector<std::string_view> Identifiers(std::string_view line) {
  std::vector<std::string_view> words;
  for (std::size_t at = 0; at < line.size();) {
    std::size_t end = at;
    while (end < line.size() && IsWordByte(line[end])) ++end;
    if (end > at) words.push_back(line.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

std::size_t Columns(std::string_view line) {
  return static_cast<std::size_t>(std::count_if(line.begin(), line.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0u) != 0x80u;  // not a continuation byte
  }));
}

}  // namespace lake::testing
