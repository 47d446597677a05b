// The rules of CONTRIBUTING.md that a machine can hold, over the whole tree. That each rule can
// fail is proved in tidy_rules_test.cc.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "base/file.h"
#include "support/places.h"
#include "support/tidy_functions.h"
#include "support/tidy_layers.h"
#include "support/tidy_parameters.h"
#include "support/tidy_rules.h"
#include "support/tidy_text.h"
#include "support/tidy_time.h"

namespace lake::testing {
namespace {

const std::string kRoot = testing::SourcePath();

const std::vector<SourceFile>& Tree() {
  static const auto* files = new Result<std::vector<SourceFile>>(
      ReadSourceTree(kRoot, {"src", "tests", "tools", "bench"}));
  CHECK(files->ok());
  return **files;
}

Result<Layers> OurLayers() {
  TRY_ASSIGN(const std::string text, ReadSmallFile(kRoot + "/src/layers.txt", 1u << 16));
  return ParseLayers(text);
}

std::string Text(const std::vector<Finding>& findings) {
  std::string text;
  for (const Finding& f : findings) {
    text += fmt::format("{}:{}: {}\n", f.path, f.line, f.message);
  }
  return text;
}

void Append(std::vector<Finding>& all, std::vector<Finding> more) {
  std::move(more.begin(), more.end(), std::back_inserter(all));
}

TEST(Tidy, ReadsTheWholeTree) {
  const auto has = [](std::string_view path) {
    return std::ranges::any_of(Tree(), [&](const SourceFile& f) { return f.path == path; });
  };
  EXPECT_TRUE(has("src/app/main.cc"));
  EXPECT_TRUE(has("tests/unit/app/tidy_test.cc"));
  EXPECT_TRUE(has("tools/deps/install"));
}

TEST(Tidy, IncludesPointDownward) {
  const Result<Layers> layers = OurLayers();
  ASSERT_TRUE(layers.ok()) << layers.error().message;
  std::vector<Finding> findings;
  for (const SourceFile& file : Tree()) Append(findings, CheckIncludes(file, *layers));
  EXPECT_TRUE(findings.empty()) << Text(findings);
}

TEST(Tidy, FilesFunctionsAndLinesAreShort) {
  std::vector<Finding> findings;
  for (const SourceFile& file : Tree()) Append(findings, CheckSizes(file));
  EXPECT_TRUE(findings.empty()) << Text(findings);
}

TEST(Tidy, ParameterListsAreShort) {
  std::vector<Finding> findings;
  for (const SourceFile& file : Tree()) Append(findings, CheckParameters(file));
  EXPECT_TRUE(findings.empty()) << Text(findings);
}

TEST(Tidy, TimeIsOwnedByTheClock) {
  std::vector<Finding> findings;
  for (const SourceFile& file : Tree()) Append(findings, CheckTime(file));
  EXPECT_TRUE(findings.empty()) << Text(findings);
}

TEST(Tidy, WordsAreTheOnesWeUse) {
  std::vector<Finding> findings;
  for (const SourceFile& file : Tree()) Append(findings, CheckWords(file));
  EXPECT_TRUE(findings.empty()) << Text(findings);
}

TEST(Tidy, EveryFolderOfSrcSaysWhatItIsForInFortyLines) {
  const Result<Layers> layers = OurLayers();
  ASSERT_TRUE(layers.ok()) << layers.error().message;
  for (const auto& [name, layer] : *layers) {
    const std::string path = kRoot + "/src/" + name + "/README.md";
    const Result<std::string> readme = ReadSmallFile(path, 1u << 16);
    ASSERT_TRUE(readme.ok()) << readme.error().message;
    EXPECT_LE(std::ranges::count(*readme, '\n'), 40) << path;
  }
}

// "src/base" of "src/base/hex.h", "tests/unit" of "tests/unit/base/hex_test.cc".
std::string TopFolder(const std::string& path) {
  return path.substr(0, path.find('/', path.find('/') + 1));
}

// Half of the files of a folder have a size that one reads at once. Prints the sizes, so that
// growth is seen in each run.
TEST(Tidy, FoldersAreMadeOfShortFiles) {
  struct Size {
    std::vector<std::size_t> lines;
    std::size_t longest_function = 0;
  };
  std::map<std::string, Size> folders;
  for (const SourceFile& file : Tree()) {
    Size& size = folders[TopFolder(file.path)];
    size.lines.push_back(file.lines.size());
    for (const FunctionSpan& f : FindFunctions(file)) {
      size.longest_function = std::max(size.longest_function, f.lines());
    }
  }
  constexpr std::size_t kMedianMax = 120;
  ASSERT_TRUE(folders.contains("src/base"));
  fmt::print("{:20} {:>6} {:>8} {:>8} {:>8} {:>17}\n", "folder", "files", "lines", "median",
             "longest", "longest function");
  for (auto& [name, size] : folders) {
    std::sort(size.lines.begin(), size.lines.end());
    std::size_t sum = 0;
    for (std::size_t lines : size.lines) sum += lines;
    fmt::print("{:20} {:6} {:8} {:8} {:8} {:17}\n", name, size.lines.size(), sum,
               size.lines[size.lines.size() / 2], size.lines.back(), size.longest_function);
    if (name.starts_with("src/")) {
      EXPECT_LE(size.lines[size.lines.size() / 2], kMedianMax) << name;
    }
  }
}

}  // namespace
}  // namespace lake::testing
