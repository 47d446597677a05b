#include "support/golden.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "support/places.h"

namespace lake {

void ExpectGolden(const std::string& path, std::string_view text) {
  std::string full = testing::SourcePath(path);
  if (std::getenv("UPDATE_GOLDEN") != nullptr) {
    std::ofstream(full, std::ios::binary) << text;
    return;
  }
  std::ifstream file(full, std::ios::binary);
  std::ostringstream content;
  content << file.rdbuf();
  if (content.str() == text) return;
  std::istringstream expected(content.str()), actual{std::string(text)};
  std::string expected_line, actual_line;
  int line = 0;
  do {
    ++line;
    expected_line = actual_line = "(end)";
    std::getline(expected, expected_line);
    std::getline(actual, actual_line);
  } while (expected_line == actual_line && (expected || actual));
  ADD_FAILURE() << path << ":" << line
                << " is not up to date: run this test with UPDATE_GOLDEN=1\n- " << expected_line
                << "\n+ " << actual_line;
}

}  // namespace lake
