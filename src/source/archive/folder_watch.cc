#include "source/archive/folder_watch.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <thread>

#include "base/clock.h"

namespace lake {
namespace {

constexpr std::uint32_t kEvents = IN_CREATE | IN_CLOSE_WRITE | IN_MOVED_TO | IN_ONLYDIR;
// How long a file that was begun may take until it is looked at all the same: links and files that
// stay open are never closed.
constexpr int kBegunMs = 50;

}  // namespace

FolderWatch::FolderWatch()
    : events_(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC)),
      wake_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {}

void FolderWatch::Add(const std::string& folder) {
  if (!events_.valid()) return;
  const std::lock_guard lock(mutex_);
  if (folders_.size() >= kFoldersMax && !folders_.contains(folder)) {
    // Partitions sort newest first, so the last name is the oldest.
    const auto oldest = std::prev(folders_.end());
    ::inotify_rm_watch(events_.get(), oldest->second);
    folders_.erase(oldest);
  }
  // Again for a folder that is watched already: it may have been removed and made anew.
  const int watch = ::inotify_add_watch(events_.get(), folder.c_str(), kEvents);
  if (watch >= 0) folders_.insert_or_assign(folder, watch);
}

FolderWatch::News FolderWatch::Drain() {
  alignas(inotify_event) std::array<char, 16 << 10> buffer;
  News news = News::kNone;
  ssize_t bytes = 0;
  while ((bytes = ::read(events_.get(), buffer.data(), buffer.size())) > 0) {
    for (ssize_t at = 0; at < bytes;) {
      inotify_event event;
      std::memcpy(&event, buffer.data() + at, sizeof event);
      at += static_cast<ssize_t>(sizeof event + event.len);
      if ((event.mask & IN_IGNORED) != 0) continue;
      const bool begun = (event.mask & IN_CREATE) != 0 && (event.mask & IN_ISDIR) == 0;
      news = std::max(news, begun ? News::kBegun : News::kWhole);
    }
  }
  return news;
}

bool FolderWatch::Wait(std::int64_t micros, const std::stop_token& stop) {
  const std::stop_callback on_stop(stop, [this] { ::eventfd_write(wake_.get(), 1); });
  Clock& clock = SystemClock();
  std::int64_t deadline = clock.MonotonicMicros() + micros;
  bool begun = false;
  while (!stop.stop_requested()) {
    const News news = events_.valid() ? Drain() : News::kNone;
    if (news == News::kWhole) return true;
    if (news == News::kBegun && !begun) {
      begun = true;
      deadline = std::min(deadline, clock.MonotonicMicros() + kBegunMs * 1'000);
    }
    const std::int64_t left_ms = (deadline - clock.MonotonicMicros() + 999) / 1'000;
    if (left_ms <= 0) return true;
    std::array<pollfd, 2> files = {
        {{wake_.get(), POLLIN, 0}, {events_.get(), POLLIN, 0}}};  // a negative one is ignored
    ::poll(files.data(), files.size(), static_cast<int>(std::min<std::int64_t>(left_ms, 1 << 30)));
    eventfd_t ignored = 0;
    ::eventfd_read(wake_.get(), &ignored);
  }
  return false;
}

}  // namespace lake
