// What Stop does to a source: everything that waits for this switch's token returns. Seek arms it
// again, so that a run which was interrupted can be followed by another. Thread-safe.
#pragma once

#include <mutex>
#include <stop_token>

namespace lake {

class StopSwitch {
 public:
  void request_stop() {
    std::stop_source source;
    {
      std::lock_guard lock(mutex_);
      source = source_;
    }
    source.request_stop();  // runs callbacks, which may look at this switch
  }
  bool stop_requested() const { return get_token().stop_requested(); }
  std::stop_token get_token() const {
    std::lock_guard lock(mutex_);
    return source_.get_token();
  }
  // Forgets an earlier stop. Tokens taken before stay stopped.
  void Arm() {
    std::lock_guard lock(mutex_);
    if (source_.stop_requested()) source_ = std::stop_source();
  }

 private:
  mutable std::mutex mutex_;
  std::stop_source source_;
};

}  // namespace lake
