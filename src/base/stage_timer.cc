#include "base/stage_timer.h"

#include <array>

#include "base/clock.h"
#include "base/metrics.h"

namespace lake {
namespace {

constexpr std::array<std::string_view, kStages> kNames = {"read", "extract", "check", "write",
                                                          "commit"};

Histogram& SecondsOf(Stage stage) {
  static const auto histograms = [] {
    std::array<Histogram*, kStages> made{};
    for (std::size_t i = 0; i < kStages; ++i) {
      made[i] = &HistogramOf(MetricId::kIngestStageSeconds, {kNames[i]});
    }
    return made;
  }();
  return *histograms[static_cast<std::size_t>(stage)];
}

}  // namespace

StageTimer::StageTimer(Stage stage)
    : stage_(stage), start_micros_(SystemClock().MonotonicMicros()) {}

StageTimer::~StageTimer() {
  SecondsOf(stage_).Observe(static_cast<double>(SystemClock().MonotonicMicros() - start_micros_) /
                            1e6);
}

void ShowStages() { SecondsOf(Stage::kRead); }

}  // namespace lake
