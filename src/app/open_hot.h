// The connection to the hot buffer that the settings describe.
#pragma once

#include <stop_token>
#include <string>

#include "app/settings.h"
#include "base/result.h"
#include "postgres/connection.h"

namespace lake {

// postgres.url, or key=value pairs of the other settings.
std::string HotConnInfo(const Settings& settings);

Result<PgConnection> OpenHot(const Settings& settings, std::stop_token stop);

}  // namespace lake
