// The ledgers that a lake keeps aside, as part of verify: each is still what its header proves, it
// fits its neighbours, and no batch holds it. Internal to ingest/.
#pragma once

#include "ingest/verify.h"

namespace lake {

Status VerifyQuarantine(Connection& connection, const Lake& lake,
                        const std::vector<BatchRecord>& batches, LedgerRange range,
                        VerifyReport& report);

}  // namespace lake
