// The functions behind the registry in commands.cc, one per cmd_<name>.cc.
#pragma once

#include "app/commands.h"

namespace lake {

Status RunDocs(const Invocation& invocation);
Status RunDoctor(const Invocation& invocation);
Status RunExtract(const Invocation& invocation);
Status RunFind(const Invocation& invocation);
Status RunFlush(const Invocation& invocation);
Status RunGaps(const Invocation& invocation);
Status RunHotIngest(const Invocation& invocation);
Status RunHotMigrate(const Invocation& invocation);
Status RunHotViewSql(const Invocation& invocation);
Status RunIngest(const Invocation& invocation);
Status RunInspect(const Invocation& invocation);
Status RunLakeMove(const Invocation& invocation);
Status RunMaintain(const Invocation& invocation);
Status RunReindex(const Invocation& invocation);
Status RunServeLedgers(const Invocation& invocation);
Status RunRepair(const Invocation& invocation);
Status RunSchema(const Invocation& invocation);
Status RunSql(const Invocation& invocation);
Status RunVerify(const Invocation& invocation);

}  // namespace lake
