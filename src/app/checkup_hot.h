// The parts of CheckHot. Each appends what it finds; none changes anything. One thread.
#pragma once

#include <vector>

#include "app/checkup.h"
#include "app/settings.h"
#include "postgres/connection.h"
#include "view/hot_snapshot.h"

namespace lake {

// Who may do what in the buffer's tables, and whether they survive a crash.
void CheckHotTables(PgConnection& connection, const Settings& settings,
                    std::vector<Finding>& findings);

// Epoch, batches, and the lake that they move to.
void CheckHotContent(HotSnapshot& hot, const Settings& settings, std::vector<Finding>& findings);

}  // namespace lake
