#include "source/archive/local_store.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <system_error>

#include "base/file.h"
#include "source/bytes/byte_stream.h"

namespace lake {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kKeyMaxBytes = 1024;  // as in S3
// More names than one folder of any lake has; a bound for the memory that a folder can take.
constexpr std::size_t kFolderNamesMax = 10'000'000;
// A folder changed so recently may change again without a visible change of its time.
constexpr std::int64_t kClockTickMicros = 2'000'000;

// A key is parts separated by single '/', none of them "." or "..".
Status CheckKey(std::string_view key) {
  const auto refuse = [&](std::string_view why) {
    return Status(Code::kInvalidArgument, fmt::format("object key {}: {}", key, why));
  };
  if (key.empty() || key.size() > kKeyMaxBytes) return refuse("empty or too long");
  if (key.find('\0') != key.npos) return refuse("contains a zero byte");
  for (std::string_view rest = key; !rest.empty();) {
    const std::size_t slash = rest.find('/');
    const std::string_view part = rest.substr(0, slash);
    if (part.empty() || part == "." || part == "..") return refuse("leaves its lake");
    if (slash == rest.npos) break;
    rest.remove_prefix(slash + 1);
  }
  return {};
}

Result<struct stat> StatPath(const std::string& path) {
  struct stat info {};
  if (::stat(path.c_str(), &info) != 0) return ErrnoError(errno, path);
  return info;
}

Error FolderError(std::error_code error, const std::string& path) {
  return ErrnoError(error.value(), path);
}

}  // namespace

Result<std::shared_ptr<LocalStore>> LocalStore::Open(const std::string& root, Clock& clock) {
  TRY_ASSIGN(const struct stat info, StatPath(root));
  if (!S_ISDIR(info.st_mode)) {
    return Error{Code::kInvalidArgument, root + ": not a folder"};
  }
  return std::shared_ptr<LocalStore>(new LocalStore(root, clock));
}

std::string LocalStore::PathOf(std::string_view key) const {
  return fmt::format("{}/{}", root_, key);
}

Result<LocalStore::Names> LocalStore::ReadFolder(const std::string& folder_key) {
  const std::string path = PathOf(folder_key);
  if (watching_) watch_->Add(path);  // before it is read: what comes meanwhile is told
  TRY_ASSIGN(const struct stat info, StatPath(path));
  std::lock_guard lock(mutex_);
  if (kept_names_ != nullptr && kept_folder_ == folder_key &&
      kept_changed_.tv_sec == info.st_mtim.tv_sec &&
      kept_changed_.tv_nsec == info.st_mtim.tv_nsec) {
    return kept_names_;
  }
  auto names = std::make_shared<std::vector<std::string>>();
  std::error_code error;
  fs::directory_iterator it(path, error);
  for (; !error && it != fs::directory_iterator(); it.increment(error)) {
    std::error_code
        ignored;  // an entry that vanished meanwhile is listed as a file, and not found later
    const bool folder = it->is_directory(ignored);
    names->push_back(it->path().filename().string() + (folder ? "/" : ""));
    if (names->size() > kFolderNamesMax) {
      return Error{Code::kResourceExhausted,
                   fmt::format("{}: more than {} names", path, kFolderNamesMax)};
    }
  }
  if (error) return FolderError(error, path);
  std::ranges::sort(*names);

  const std::int64_t changed = info.st_mtim.tv_sec * 1'000'000 + info.st_mtim.tv_nsec / 1'000;
  const bool keep = changed + kClockTickMicros < clock_.Now();
  kept_folder_ = folder_key;
  kept_changed_ = info.st_mtim;
  kept_names_ = keep ? names : nullptr;
  return Names(std::move(names));
}

Result<ObjectPage> LocalStore::List(const ListRequest& request, std::stop_token stop) {
  if (stop.stop_requested()) return Error{Code::kCancelled, root_ + ": stopped"};
  const std::size_t slash = request.prefix.rfind('/');
  const std::string folder = slash == std::string::npos ? "" : request.prefix.substr(0, slash + 1);
  if (!folder.empty()) TRY(CheckKey(std::string_view(folder).substr(0, slash)));
  auto names = ReadFolder(folder);
  if (!names.ok()) {
    // As in a bucket, a folder without objects is no error, it is just not there.
    if (names.error().code == Code::kNotFound && !folder.empty()) return ObjectPage();
    return std::move(names).status();
  }
  const auto key_of = [&](const std::string& name) { return folder + name; };
  const std::string& after = std::max(request.start_after, request.page_token);
  auto it = std::ranges::lower_bound(**names, request.prefix, {}, key_of);
  if (!after.empty()) it = std::max(it, std::ranges::upper_bound(**names, after, {}, key_of));
  ObjectPage page;
  for (; it != (*names)->end(); ++it) {
    std::string key = key_of(*it);
    if (!key.starts_with(request.prefix)) break;
    if (page.objects.size() + page.folders.size() == request.limit) {
      page.next_page_token = folder + *std::prev(it);
      break;
    }
    if (key.ends_with('/')) {
      page.folders.push_back(std::move(key));
      continue;
    }
    struct stat info {};
    if (::stat(PathOf(key).c_str(), &info) != 0 || !S_ISREG(info.st_mode)) continue;
    page.objects.push_back({std::move(key), static_cast<std::uint64_t>(info.st_size)});
  }
  return page;
}

Result<std::uint64_t> LocalStore::Size(std::string_view key, std::stop_token /*stop*/) {
  TRY(CheckKey(key));
  TRY_ASSIGN(const struct stat info, StatPath(PathOf(key)));
  if (!S_ISREG(info.st_mode)) {
    return Error{Code::kInvalidArgument, PathOf(key) + ": not a regular file"};
  }
  return static_cast<std::uint64_t>(info.st_size);
}

Result<ObjectBytes> LocalStore::Get(std::string_view key, std::stop_token stop) {
  if (stop.stop_requested()) return Error{Code::kCancelled, root_ + ": stopped"};
  TRY(CheckKey(key));
  // Not mapped: an exporter may write a file again in place.
  TRY_ASSIGN(std::string content, ReadSmallFile(PathOf(key), kMaxObjectBytes));
  auto owner = std::make_shared<const std::string>(std::move(content));
  return ObjectBytes{AsBytes(*owner), owner};
}

// The first wait returns at once: what was listed before it was not watched.
bool LocalStore::AwaitNews(Clock& /*clock*/, std::int64_t micros, std::stop_token stop) {
  if (!watching_) {
    watch_ = std::make_unique<FolderWatch>();
    watching_ = true;
    return !stop.stop_requested();
  }
  return watch_->Wait(micros, stop);
}

}  // namespace lake
