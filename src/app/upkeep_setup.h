// Upkeep as the settings say (config_maintain_fields.h).
#pragma once

#include <memory>

#include "app/settings.h"
#include "base/result.h"
#include "upkeep/upkeep_schedule.h"

namespace lake {

// kInvalidArgument for a time that is none. By tiers, as suits a lake that is being written;
// `merge.thorough` is for the caller.
Result<UpkeepOptions> UpkeepOptionsOf(const Settings& settings);

// For a run that writes through this writer; null when the settings ask for none.
Result<std::unique_ptr<UpkeepSchedule>> ScheduleUpkeep(const Settings& settings,
                                                       LakeWriter& writer);

}  // namespace lake
