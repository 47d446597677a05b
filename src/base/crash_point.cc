#include "base/crash_point.h"

#ifdef STELLARLAKE_CRASH_POINTS

#include <unistd.h>

#include <atomic>
#include <charconv>
#include <csignal>
#include <cstdlib>
#include <string_view>

namespace lake {
namespace {

struct CrashPlan {
  std::string_view name;
  int hit = 1;
};

CrashPlan ReadPlan() {
  const char* text = std::getenv("STELLARLAKE_CRASH_AT");
  if (text == nullptr) return {};
  CrashPlan plan{text};
  if (const std::size_t colon = plan.name.find(':'); colon != std::string_view::npos) {
    std::from_chars(plan.name.data() + colon + 1, plan.name.data() + plan.name.size(), plan.hit);
    plan.name = plan.name.substr(0, colon);
  }
  return plan;
}

}  // namespace

void ReachCrashPoint(const char* name) {
  static const CrashPlan plan = ReadPlan();
  static std::atomic<int> hits = 0;
  if (plan.name.empty() || plan.name != name) return;
  if (hits.fetch_add(1) + 1 != plan.hit) return;
  ::kill(::getpid(), SIGKILL);
  ::_exit(128 + SIGKILL);
}

}  // namespace lake

#endif
