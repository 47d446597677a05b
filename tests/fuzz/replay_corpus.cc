// Runs a fuzz target over the files of a folder: how the corpus is tested without libFuzzer.
#include <cstdio>
#include <filesystem>

#include "base/file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

constexpr std::size_t kInputBytesMax = std::size_t{1} << 28;

int main(int count, char** words) {
  if (count != 2) return 2;
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(words[1])) {
    const auto content = lake::ReadSmallFile(entry.path().string(), kInputBytesMax);
    if (!content.ok()) {
      std::fprintf(stderr, "%s\n", content.error().message.c_str());
      return 1;
    }
    const lake::Bytes bytes = lake::AsBytes(*content);
    LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
    ++files;
  }
  std::printf("%d inputs of %s replayed\n", files, words[1]);
  return files > 0 ? 0 : 1;  // a corpus that is not there proves nothing
}
