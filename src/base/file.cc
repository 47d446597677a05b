#include "base/file.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <system_error>
#include <utility>

#include "base/unique_fd.h"

namespace lake {
namespace {

Code CodeOfErrno(int number) {
  switch (number) {
    case ENOENT:
      return Code::kNotFound;
    case EACCES:
    case EPERM:
    case EROFS:
    case EISDIR:
    case ENOTDIR:
    case ELOOP:
    case EEXIST:
    case EINVAL:
    case ENAMETOOLONG:
      return Code::kInvalidArgument;
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
    case EMFILE:
    case ENFILE:
    case ENOMEM:
      return Code::kResourceExhausted;
    default:
      return Code::kInternal;
  }
}

Error FailedTo(std::string_view verb, const std::string& path) {
  return ErrnoError(errno, fmt::format("cannot {} {}", verb, path));
}

Result<UniqueFd> Open(const std::string& path, int flags) {
  UniqueFd fd(::open(path.c_str(), flags | O_CLOEXEC, 0666));
  if (!fd.valid()) return FailedTo("open", path);
  return fd;
}

// Opens for reading without waiting for the other end of a pipe; only regular files pass.
Result<UniqueFd> OpenRegular(const std::string& path, struct stat* info) {
  TRY_ASSIGN(UniqueFd fd, Open(path, O_RDONLY | O_NONBLOCK));
  if (::fstat(fd.get(), info) != 0) return FailedTo("read", path);
  if (!S_ISREG(info->st_mode)) {
    return {Code::kInvalidArgument, fmt::format("cannot read {}: not a regular file", path)};
  }
  return fd;
}

Status WriteAll(int fd, std::string_view content, const std::string& path) {
  while (!content.empty()) {
    const ssize_t written = ::write(fd, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return FailedTo("write", path);
    content.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

std::string FolderOf(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

Status SyncOpened(const std::string& path, int flags) {
  TRY_ASSIGN(const UniqueFd fd, Open(path, flags));
  if (::fsync(fd.get()) != 0) return FailedTo("sync", path);
  return {};
}

Status WriteAndSync(const std::string& path, std::string_view content) {
  TRY_ASSIGN(UniqueFd fd, Open(path, O_WRONLY | O_CREAT | O_EXCL));
  TRY(WriteAll(fd.get(), content, path));
  if (::fsync(fd.get()) != 0) return FailedTo("sync", path);
  // Network file systems report a failed write only here.
  if (::close(fd.release()) != 0) return FailedTo("close", path);
  return {};
}

}  // namespace

Error ErrnoError(int number, std::string_view what) {
  return {CodeOfErrno(number),
          fmt::format("{}: {}", what, std::generic_category().message(number))};
}

Result<std::string> ReadSmallFile(const std::string& path, std::size_t max_bytes) {
  struct stat info {};
  TRY_ASSIGN(const UniqueFd fd, OpenRegular(path, &info));
  constexpr std::size_t kStep = std::size_t{1} << 16;
  // One byte more tells the end of the file, one that is too large, and one that grows meanwhile.
  std::size_t step = std::max(kStep, static_cast<std::size_t>(info.st_size) + 1);
  std::string content;
  while (content.size() <= max_bytes) {
    const std::size_t have = content.size();
    const std::size_t more = std::min(max_bytes + 1 - have, std::exchange(step, kStep));
    content.resize(have + more);
    const ssize_t got = ::read(fd.get(), content.data() + have, more);
    const bool interrupted = got < 0 && errno == EINTR;
    if (got < 0 && !interrupted) return FailedTo("read", path);
    content.resize(have + (interrupted ? 0 : static_cast<std::size_t>(got)));
    if (got == 0) return content;
  }
  return {Code::kResourceExhausted,
          fmt::format("cannot read {}: larger than {} bytes", path, max_bytes)};
}

Status WriteFileAtomically(const std::string& path, std::string_view content) {
  static std::atomic<unsigned> counter = 0;
  const std::string temporary = fmt::format("{}.{}.{}.tmp", path, ::getpid(), counter++);
  Status status = WriteAndSync(temporary, content);
  if (status.ok() && ::rename(temporary.c_str(), path.c_str()) != 0) {
    status = FailedTo("replace", path);
  }
  if (!status.ok()) {
    ::unlink(temporary.c_str());
    return status;
  }
  return SyncFolder(FolderOf(path));
}

Status SyncFile(const std::string& path) { return SyncOpened(path, O_RDONLY); }

Status SyncFolder(const std::string& path) { return SyncOpened(path, O_RDONLY | O_DIRECTORY); }

}  // namespace lake
