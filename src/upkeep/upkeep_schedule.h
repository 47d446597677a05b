// Upkeep now and then, for whoever writes a lake for a long time: a step at a time, between two
// commits. A failure is logged and keeps nobody from writing; the next time tries again. One
// thread.
#pragma once

#include <cstdint>
#include <functional>

#include "upkeep/upkeep.h"

namespace lake {

class UpkeepSchedule {
 public:
  // The first time `every_ms` from now. `done` is told what was done when anything was. The writer
  // outlives this.
  UpkeepSchedule(LakeWriter& writer, UpkeepOptions options, std::int64_t every_ms,
                 std::function<void(const UpkeepReport&)> done);

  // Does a step if it is time for one; true when the next is due at once. The writer has no file
  // under way.
  bool Tick();

 private:
  Result<bool> Step();

  LakeWriter& writer_;
  Upkeep upkeep_;
  const std::int64_t every_micros_;
  const std::function<void(const UpkeepReport&)> done_;
  std::int64_t due_micros_;
  bool under_way_ = false;
};

}  // namespace lake
