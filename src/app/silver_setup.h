// Where the settings want silver to be derived, and whose it is.
#pragma once

#include <stop_token>

#include "app/settings.h"
#include "base/result.h"
#include "silver/silver_run.h"

namespace lake {

// Of the lake's one bronze schema. Opens the lake to look and closes it: a catalog in a file is
// open once at a time. kNotFound when there are no ledgers; kInvalidArgument when the network is a
// private one and its passphrase was not given.
Result<SilverOptions> SilverOptionsOf(const Settings& settings, const std::stop_token& stop);

}  // namespace lake
