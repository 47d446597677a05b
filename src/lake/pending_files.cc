#include "lake/pending_files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <mutex>

#include "base/file.h"
#include "base/log.h"
#include "duckdb/lake_location.h"
#include "lake/pending_objects.h"

namespace lake {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kUnlocked = ".new";
// A run has some hundred files under way at most.
constexpr std::size_t kListBytesMax = std::size_t{64} << 20;

// False when another process has it.
Result<bool> Lock(int fd, const std::string& path) {
  if (::flock(fd, LOCK_EX | LOCK_NB) == 0) return true;
  if (errno == EWOULDBLOCK) return false;
  return ErrnoError(errno, fmt::format("cannot lock {}", path));
}

// Whether a lock that is not held says that the writer is gone.
bool IsLockTelling(const fs::path& list, const LeftFilesQuery& query) {
  if (list.filename().string().ends_with("@" + HostInName(query.host))) return true;
  struct stat info {};
  if (::stat(list.c_str(), &info) != 0) return false;
  const std::int64_t written_ms = std::int64_t{info.st_mtime} * 1000;
  return written_ms + query.grace_ms < query.now_micros / 1000;
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

class PendingInFolder final : public PendingFiles {
 public:
  PendingInFolder(const std::string& data_path, std::string path)
      : PendingFiles(data_path), path_(std::move(path)) {}
  ~PendingInFolder() override {
    if (fd_.valid() && empty_) ::unlink(path_.c_str());
  }

  Status Make() {
    // It gets its name once it is locked: before, it would look as if its writer were gone.
    const std::string unlocked = path_ + std::string(kUnlocked);
    fd_ = UniqueFd(
        ::open(unlocked.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0666));
    if (!fd_.valid()) return ErrnoError(errno, unlocked);
    TRY_ASSIGN(const bool locked, Lock(fd_.get(), unlocked));
    if (!locked) return {Code::kInternal, fmt::format("{} is locked already", unlocked)};
    if (::rename(unlocked.c_str(), path_.c_str()) != 0) return ErrnoError(errno, path_);
    return {};
  }

  Status Add(Connection& /*connection*/, std::span<const std::string> paths) override {
    if (paths.empty()) return {};
    std::string text;
    for (const std::string& path : paths) (text += path) += '\0';  // names may hold newlines
    const std::lock_guard lock(mutex_);
    empty_ = false;
    const ssize_t written = ::write(fd_.get(), text.data(), text.size());
    if (written == static_cast<ssize_t>(text.size())) return {};
    return ErrnoError(written < 0 ? errno : ENOSPC, path_);
  }

  Status Clear() override {
    const std::lock_guard lock(mutex_);
    if (empty_) return {};
    if (::ftruncate(fd_.get(), 0) != 0) return ErrnoError(errno, path_);
    empty_ = true;
    return {};
  }

  void Discard(std::span<const std::string> paths) override {
    std::error_code ignored;
    for (const std::string& path : paths) {
      if (IsLocalPath(path)) fs::remove(path, ignored);
    }
  }
  Status RemoveDiscarded(Connection& /*connection*/) override { return {}; }
  Status Close(Connection& /*connection*/) override { return {}; }

 private:
  const std::string path_;
  UniqueFd fd_;
  std::mutex mutex_;
  bool empty_ = true;
};

}  // namespace

std::string HostInName(std::string_view host) {
  std::string out(host.substr(0, 64));
  std::ranges::replace_if(
      out, [](char c) { return c == '/' || c == '\0' || c == '@'; }, '_');
  return out;
}

Result<std::shared_ptr<PendingFiles>> PendingFiles::Open(const std::string& data_path,
                                                         std::string_view host,
                                                         std::string_view name) {
  if (!IsLocalPath(data_path)) return NewPendingObjects(data_path, host, name);
  const std::string folder = data_path + std::string(kPendingFolder);
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return ErrnoError(error.value(), folder);
  const auto out = std::make_shared<PendingInFolder>(
      data_path, fmt::format("{}/{}@{}", folder, name, HostInName(host)));
  TRY(out->Make());
  return std::shared_ptr<PendingFiles>(out);
}

Result<std::vector<LeftFiles>> FindLeftFiles(Connection& connection, const LeftFilesQuery& query) {
  if (!IsLocalPath(query.data_path)) return FindLeftObjects(connection, query);
  std::vector<LeftFiles> out;
  std::error_code error;
  fs::directory_iterator entry(query.data_path + std::string(kPendingFolder), error);
  for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
    if (entry->path().extension() == kUnlocked) continue;
    if (!IsLockTelling(entry->path(), query)) continue;
    LeftFiles left{.list = entry->path().string(), .lock = {}, .paths = {}};
    left.lock = UniqueFd(::open(left.list.c_str(), O_RDWR | O_CLOEXEC));
    if (!left.lock.valid()) continue;  // its writer ended just now, or it is not ours to read
    TRY_ASSIGN(const bool gone, Lock(left.lock.get(), left.list));
    if (!gone) continue;
    TRY_ASSIGN(const std::string text, ReadSmallFile(left.list, kListBytesMax));
    left.paths = PathsOf(text, query.data_path);
    out.push_back(std::move(left));
  }
  return out;
}

Result<std::set<std::string>> ReadPendingPaths(const std::string& data_path) {
  std::set<std::string> out;
  const std::string folder = data_path + std::string(kPendingFolder);
  std::error_code error;
  for (fs::directory_iterator entry(folder, error); !error && entry != fs::directory_iterator();
       entry.increment(error)) {
    const auto text = ReadSmallFile(entry->path().string(), kListBytesMax);
    if (!text.ok() && text.error().code == Code::kNotFound) continue;  // its writer ended just now
    if (!text.ok()) return {Code::kUnavailable, text.error().message};
    for (std::string& path : PathsOf(*text, data_path)) out.insert(std::move(path));
  }
  if (error && error != std::errc::no_such_file_or_directory) {
    return ErrnoError(error.value(), folder);
  }
  return out;
}

}  // namespace lake
