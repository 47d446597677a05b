// A folder of its own for one test, removed with all that is in it at the end of the test.
//
// Stands in $TMPDIR or /tmp. Aborts the test program when it cannot be made.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace lake::testing {

class TempFolder {
 public:
  TempFolder();
  ~TempFolder();
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }
  // Path of `name` in it; folders on the way are made, the file is not.
  std::string File(std::string_view name) const;
  // Writes a file and gives its path.
  std::string Write(std::string_view name, std::string_view content) const;

 private:
  std::filesystem::path path_;
};

// The whole file; fails the test and gives "" when it cannot be read.
std::string ReadFile(const std::filesystem::path& path);

// A file of tests/data, such as "ledgers/pubnet/FCD285FF--53312000.xdr.zst".
std::string DataPath(std::string_view name);

}  // namespace lake::testing
