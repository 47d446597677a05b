#include "duckdb/extension_pins.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdint>
#include <mutex>
#include <optional>
#include <set>
#include <string_view>
#include <tuple>
#include <vector>

#include "base/hex.h"
#include "base/sha256.h"
#include "base/unique_fd.h"

namespace lake {
namespace {

constexpr std::string_view kPins = STELLARLAKE_EXTENSION_PINS;  // hex, by the build
constexpr std::size_t kReadBytes = std::size_t{1} << 18;

using FileIdentity = std::tuple<dev_t, ino_t, off_t, std::int64_t, std::int64_t>;

std::optional<FileIdentity> IdentityOf(int fd) {
  struct stat status {};
  if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
  return FileIdentity(status.st_dev, status.st_ino, status.st_size, status.st_ctim.tv_sec,
                      status.st_ctim.tv_nsec);
}

std::optional<Hash256> HashOf(int fd) {
  Sha256Stream hash;
  std::vector<std::uint8_t> buffer(kReadBytes);
  while (true) {
    const ssize_t got = TEMP_FAILURE_RETRY(read(fd, buffer.data(), buffer.size()));
    if (got < 0) return std::nullopt;
    if (got == 0) return hash.Finish();
    hash.Update(Bytes(buffer.data(), static_cast<std::size_t>(got)));
  }
}

}  // namespace

bool IsPinnedExtension(const std::string& path) {
  static std::mutex mutex;
  static std::set<FileIdentity> found;
  const UniqueFd file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.valid()) return false;
  const std::optional<FileIdentity> identity = IdentityOf(file.get());
  if (!identity) return false;
  {
    const std::lock_guard lock(mutex);
    if (found.contains(*identity)) return true;
  }
  const std::optional<Hash256> hash = HashOf(file.get());
  if (!hash || kPins.find(Hex(*hash)) == std::string_view::npos) return false;
  const std::lock_guard lock(mutex);
  found.insert(*identity);
  return true;
}

}  // namespace lake
