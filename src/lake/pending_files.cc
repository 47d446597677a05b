#include "lake/pending_files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>

#include "base/file.h"
#include "base/log.h"
#include "duckdb/lake_location.h"

namespace lake {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kFolder = ".stellarlake-pending";
constexpr std::string_view kUnlocked = ".new";
constexpr std::int64_t kDaySeconds = 24 * 3600;
// A run has some hundred files under way at most.
constexpr std::size_t kListBytesMax = std::size_t{64} << 20;

// False when another process has it.
Result<bool> Lock(int fd, const std::string& path) {
  if (::flock(fd, LOCK_EX | LOCK_NB) == 0) return true;
  if (errno == EWOULDBLOCK) return false;
  return ErrnoError(errno, fmt::format("cannot lock {}", path));
}

// A host's name as part of a file's.
std::string NameOf(std::string_view host) {
  std::string out(host.substr(0, 64));
  std::ranges::replace_if(
      out, [](char c) { return c == '/' || c == '\0' || c == '@'; }, '_');
  return out;
}

// Whether a lock that is not held says that the writer is gone.
bool IsLockTelling(const fs::path& list, std::string_view host, std::int64_t now_micros) {
  if (list.filename().string().ends_with("@" + NameOf(host))) return true;
  struct stat info {};
  return ::stat(list.c_str(), &info) == 0 && info.st_mtime + kDaySeconds < now_micros / 1'000'000;
}

std::vector<std::string> PathsOf(const std::string& text, const std::string& data_path) {
  std::vector<std::string> out;
  // A line without its end was not written whole, and its file was not made.
  for (std::size_t at = 0, end; (end = text.find('\0', at)) != std::string::npos; at = end + 1) {
    const fs::path path = fs::path(text.substr(at, end - at)).lexically_normal();
    if (path.string().starts_with(data_path) && path.extension() == ".parquet") {
      out.push_back(path.string());
    }
  }
  return out;
}

}  // namespace

Result<std::shared_ptr<PendingFiles>> PendingFiles::Open(const std::string& data_path,
                                                         std::string_view host,
                                                         std::string_view name) {
  std::shared_ptr<PendingFiles> out(new PendingFiles);
  out->data_path_ = data_path;
  if (!IsLocalPath(data_path)) return out;
  const std::string folder = data_path + std::string(kFolder);
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return ErrnoError(error.value(), folder);
  out->path_ = fmt::format("{}/{}@{}", folder, name, NameOf(host));
  // It gets its name once it is locked: before, it would look as if its writer were gone.
  const std::string unlocked = out->path_ + std::string(kUnlocked);
  out->fd_ =
      UniqueFd(::open(unlocked.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0666));
  if (!out->fd_.valid()) return ErrnoError(errno, unlocked);
  TRY_ASSIGN(const bool locked, Lock(out->fd_.get(), unlocked));
  if (!locked) return {Code::kInternal, fmt::format("{} is locked already", unlocked)};
  if (::rename(unlocked.c_str(), out->path_.c_str()) != 0) return ErrnoError(errno, out->path_);
  return out;
}

PendingFiles::~PendingFiles() {
  if (fd_.valid() && empty_) ::unlink(path_.c_str());
}

Status PendingFiles::Add(std::span<const std::string> paths) {
  if (!fd_.valid() || paths.empty()) return {};
  std::string text;
  for (const std::string& path : paths) (text += path) += '\0';  // names may hold newlines
  const std::lock_guard lock(mutex_);
  empty_ = false;
  const ssize_t written = ::write(fd_.get(), text.data(), text.size());
  if (written == static_cast<ssize_t>(text.size())) return {};
  return ErrnoError(written < 0 ? errno : ENOSPC, path_);
}

Status PendingFiles::Clear() {
  const std::lock_guard lock(mutex_);
  if (!fd_.valid() || empty_) return {};
  if (::ftruncate(fd_.get(), 0) != 0) return ErrnoError(errno, path_);
  empty_ = true;
  return {};
}

Result<std::vector<LeftFiles>> FindLeftFiles(const std::string& data_path, std::string_view host,
                                             std::int64_t now_micros) {
  std::vector<LeftFiles> out;
  if (!IsLocalPath(data_path)) return out;
  std::error_code error;
  fs::directory_iterator entry(data_path + std::string(kFolder), error);
  for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
    if (entry->path().extension() == kUnlocked) continue;
    if (!IsLockTelling(entry->path(), host, now_micros)) continue;
    LeftFiles left{.list = entry->path().string(), .lock = {}, .paths = {}};
    left.lock = UniqueFd(::open(left.list.c_str(), O_RDWR | O_CLOEXEC));
    if (!left.lock.valid()) continue;  // its writer ended just now, or it is not ours to read
    TRY_ASSIGN(const bool gone, Lock(left.lock.get(), left.list));
    if (!gone) continue;
    TRY_ASSIGN(const std::string text, ReadSmallFile(left.list, kListBytesMax));
    left.paths = PathsOf(text, data_path);
    out.push_back(std::move(left));
  }
  return out;
}

}  // namespace lake
