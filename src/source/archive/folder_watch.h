// Tells at once when files come into folders of this machine, so that who follows a folder need not
// look every few milliseconds. Linux inotify; a file counts when it was closed or moved into place,
// a folder when it was made.
//
// It only shortens a wait: where the system does not tell (network file systems, no watches left)
// every wait takes its whole time. Add a folder before its names are read, then nothing is missed
// in between. Thread-safe; one thread waits.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <stop_token>
#include <string>

#include "base/unique_fd.h"

namespace lake {

class FolderWatch {
 public:
  FolderWatch();

  void Add(const std::string& folder);
  // Waits until something came into a folder since the last wait, or for `micros`; false when a
  // stop was requested.
  bool Wait(std::int64_t micros, const std::stop_token& stop);

 private:
  enum class News { kNone, kBegun, kWhole };
  // What is waiting to be read from the system, all of it.
  News Drain();

  static constexpr std::size_t kFoldersMax = 16;  // the newest partitions and the root

  UniqueFd events_;  // not valid: the system has no more watchers
  UniqueFd wake_;
  std::mutex mutex_;
  std::map<std::string, int> folders_;  // with the system's number of each
};

}  // namespace lake
