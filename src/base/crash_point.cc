#include "base/crash_point.h"

#ifdef STELLARLAKE_CRASH_POINTS

#include <unistd.h>

#include <atomic>
#include <charconv>
#include <csignal>
#include <cstdlib>
#include <new>

namespace lake {
namespace {

// One pass through one point, as the environment names it.
class Plan {
 public:
  explicit Plan(const char* variable) {
    const char* text = std::getenv(variable);
    if (text == nullptr) return;
    name_ = text;
    if (const std::size_t colon = name_.find(':'); colon != std::string_view::npos) {
      std::from_chars(name_.data() + colon + 1, name_.data() + name_.size(), hit_);
      name_ = name_.substr(0, colon);
    }
  }

  // Whether this is the pass.
  bool Passes(std::string_view name) {
    if (name_.empty() || name_ != name) return false;
    return hits_.fetch_add(1) + 1 == hit_;
  }

 private:
  std::string_view name_;
  int hit_ = 1;
  std::atomic<int> hits_ = 0;
};

}  // namespace

void ReachCrashPoint(std::string_view name) {
  static Plan plan("STELLARLAKE_CRASH_AT");
  if (!plan.Passes(name)) return;
  ::kill(::getpid(), SIGKILL);
  ::_exit(128 + SIGKILL);
}

void ReachThrowPoint(std::string_view name) {
  static Plan plan("STELLARLAKE_THROW_AT");
  if (plan.Passes(name)) throw std::bad_alloc();
}

}  // namespace lake

#endif
