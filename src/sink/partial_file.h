// A file that gets its name when it is whole: until then it is <path>.partial, and without Place
// nothing is left of it. One thread.
#pragma once

#include <filesystem>
#include <string>

#include "base/file.h"

namespace lake {

class PartialFile {
 public:
  explicit PartialFile(std::string path)
      : path_(std::move(path)), written_as_(path_ + ".partial") {}
  ~PartialFile() {
    std::error_code ignored;
    if (!placed_) std::filesystem::remove(written_as_, ignored);
  }
  PartialFile(const PartialFile&) = delete;
  PartialFile& operator=(const PartialFile&) = delete;

  const std::string& written_as() const { return written_as_; }

  // Makes the content durable and gives it its name, in the place of a file that has it.
  Status Place() {
    TRY(SyncFile(written_as_));
    std::error_code error;
    std::filesystem::rename(written_as_, path_, error);
    if (error) return ErrnoError(error.value(), path_);
    placed_ = true;
    return SyncFolder(std::filesystem::path(path_).parent_path().string());
  }

 private:
  std::string path_;
  std::string written_as_;
  bool placed_ = false;
};

}  // namespace lake
