#include "upkeep/upkeep_schedule.h"

#include <utility>

#include "base/log.h"

namespace lake {

UpkeepSchedule::UpkeepSchedule(LakeWriter& writer, UpkeepOptions options, std::int64_t every_ms,
                               std::function<void(const UpkeepReport&)> done)
    : writer_(writer),
      upkeep_(writer, std::move(options)),
      every_micros_(every_ms * 1000),
      done_(std::move(done)),
      due_micros_(writer.options().clock->MonotonicMicros() + every_micros_) {}

Result<bool> UpkeepSchedule::Step() {
  if (!under_way_) {
    TRY(upkeep_.Begin());
    under_way_ = true;
    return true;
  }
  return upkeep_.Step();
}

bool UpkeepSchedule::Tick() {
  const std::int64_t now = writer_.options().clock->MonotonicMicros();
  if (!under_way_ && now < due_micros_) return false;
  const auto more = Step();
  if (more.ok() && *more) return true;
  under_way_ = false;
  due_micros_ = now + every_micros_;
  if (!more.ok()) {
    LogWarn("upkeep of the lake is put off: {}", more.error().message);
    writer_.Disconnect();  // whatever broke, the next commit begins anew
    return false;
  }
  const UpkeepReport& report = upkeep_.report();
  if (report.DidAnything()) done_(report);
  return false;
}

}  // namespace lake
