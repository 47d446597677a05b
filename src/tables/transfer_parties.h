// Who gave units away and who got them in an operation that was applied: the two ends of silver's
// token transfers (contract: transfer_rules). The issuer of an asset neither gives nor gets it, and
// nothing that moved nothing counts. Lumens that protocols before 8 made or lost by mistake are got
// or given by the operation's source.
//
// Views into the ledger; one thread at a time.
#pragma once

#include "tables/extractor.h"
#include "tables/party_list.h"

namespace lake {

// Adds role::kPaid and role::kReceived. The operation's transaction succeeded.
void AddTransferParties(const OperationContext& context, PartyList& parties);

}  // namespace lake
