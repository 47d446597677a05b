// Upkeep of a lake by who does not hold it open: by hand, or a flusher between two flushes.
//
//   const LakeUpkeep upkeep(settings, options, stop);
//   const Status status = upkeep.Run(report, [&](const Upkeep&) { return !stop.stop_requested();
//   });
#pragma once

#include <functional>
#include <stop_token>

#include "app/settings.h"
#include "base/result.h"
#include "upkeep/upkeep.h"

namespace lake {

class LakeUpkeep {
 public:
  // `settings` outlive it. A stop ends waiting for somebody else's lock, too.
  LakeUpkeep(const Settings& settings, UpkeepOptions options, std::stop_token stop)
      : settings_(settings), options_(std::move(options)), stop_(std::move(stop)) {}

  // Asked before every step; false ends the work, and what was done stays.
  using GoesOn = std::function<bool(const Upkeep&)>;
  // Opens the lake, does all steps and closes it. Whatever happens, `report` has what was done.
  // kCancelled when it did not go on to the end.
  Status Run(UpkeepReport& report, const GoesOn& goes_on) const;

 private:
  const Settings& settings_;
  const UpkeepOptions options_;
  const std::stop_token stop_;
};

}  // namespace lake
