#include "sink/kept_files.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <vector>

#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"

namespace lake {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kFolder = ".stellarlake-kept";
constexpr std::string_view kEnding = ".kept";
// Older than any transaction: the age below which orphans are never touched either.
constexpr std::int64_t kStaleSeconds = 24 * 3600;

std::string FolderName(std::string_view writer) {
  std::string out(writer);
  std::ranges::replace(out, '/', '_');
  return out;
}

// The names of DuckLake's files are unique everywhere (UUIDs).
std::string KeptName(std::string_view file) {
  return fs::path(file).filename().string() + std::string(kEnding);
}

std::vector<std::string> SubFolders(const std::string& root) {
  std::vector<std::string> out;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(root, error))
    out.push_back(entry.path().string());
  return out;
}

}  // namespace

KeptFiles::KeptFiles(const std::string& data_path, std::string_view writer)
    : root_(data_path + std::string(kFolder)), folder_(root_ + "/" + FolderName(writer)) {}

Status KeptFiles::Keep(std::span<const std::string> files) {
  std::error_code error;
  fs::create_directories(folder_, error);
  if (error) return ErrnoError(error.value(), folder_);
  for (const std::string& file : files) {
    const std::string kept = folder_ + "/" + KeptName(file);
    if (::link(file.c_str(), kept.c_str()) == 0 || errno == EEXIST || errno == ENOENT) continue;
    return ErrnoError(errno, kept);
  }
  return {};
}

Status KeptFiles::Restore(std::span<const LakeFile> referenced) const {
  const std::vector<std::string> folders = SubFolders(root_);
  if (folders.empty()) return {};
  for (const LakeFile& file : referenced) {
    if (::access(file.path.c_str(), F_OK) == 0) continue;
    for (const std::string& folder : folders) {
      const std::string kept = folder + "/" + KeptName(file.path);
      if (::access(kept.c_str(), F_OK) != 0) continue;
      LogWarn("putting back {}, which was deleted though it was committed", file.path);
      if (::link(kept.c_str(), file.path.c_str()) != 0 && errno != EEXIST) {
        return ErrnoError(errno, file.path);
      }
      TRY(SyncFolder(fs::path(file.path).parent_path().string()));
      break;
    }
  }
  return {};
}

void KeptFiles::Drop() {
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

void KeptFiles::DropStale() const {
  for (const std::string& folder : SubFolders(root_)) {
    struct stat info {};
    if (::stat(folder.c_str(), &info) != 0) continue;
    if (info.st_mtime + kStaleSeconds > SystemClock().Now() / 1'000'000) continue;
    std::error_code ignored;
    fs::remove_all(folder, ignored);
  }
}

}  // namespace lake
