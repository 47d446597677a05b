// The source files of this project as the tidy rules see them: their lines, and the lines again
// without comments and text literals, so that a rule about code is not fooled by prose.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace lake::testing {

enum class Language { kCpp, kPython, kShell, kOther };

struct SourceFile {
  std::string path;  // from the root of the project, such as "src/base/hex.h"
  Language language;
  std::vector<std::string> lines;
  // Same number of lines and, for C++, the same columns: comments, literals and preprocessor lines
  // (but not #include) are blank. For other languages only comments from '#' on are.
  std::vector<std::string> code;
};

// What a rule has to say about one place. Line 0 is the file as a whole.
struct Finding {
  std::string path;
  std::size_t line;
  std::string message;
};

SourceFile MakeSourceFile(std::string path, std::string_view content);

// Every source file below the named folders of `root`, in order of path; data and generated files
// of the tests are left out.
Result<std::vector<SourceFile>> ReadSourceTree(const std::string& root,
                                               const std::vector<std::string>& folders);

// The identifiers of a line, in order.
std::vector<std::string_view> Identifiers(std::string_view line);

// Characters, not bytes, of a UTF-8 line.
std::size_t Columns(std::string_view line);

}  // namespace lake::testing
