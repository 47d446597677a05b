#include "support/golden.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace lake {

void ExpectGolden(const std::string& path, std::string_view text) {
  std::string full = std::string(STELLARLAKE_SOURCE_DIR "/") + path;
  if (std::getenv("UPDATE_GOLDEN") != nullptr) {
    std::ofstream(full, std::ios::binary) << text;
    return;
  }
  std::ifstream file(full, std::ios::binary);
  std::ostringstream content;
  content << file.rdbuf();
  EXPECT_EQ(content.str(), text) << path
                                 << " is not up to date: run this test with UPDATE_GOLDEN=1";
}

}  // namespace lake
