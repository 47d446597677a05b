// How far silver is, for `silver status` and at the end of a run. Pure functions.
#pragma once

#include <string>

#include "silver/silver_status.h"

namespace lake {

std::string SilverStatusText(const SilverStatus& status);
std::string SilverStatusJson(const SilverStatus& status);

}  // namespace lake
