// Whom an operation names beside its source: destinations, trustors, sponsored accounts, contracts.
// Views into the ledger; one thread at a time.
#pragma once

#include "tables/extractor.h"
#include "tables/party_list.h"

namespace lake {

// Adds role::kNamed where a column of operations_row_v2 names the address, role::kCalled for an
// invoked contract, and role::kParticipant where Horizon lists the operation under the account.
void AddNamedParties(const OperationContext& context, PartyList& parties);

}  // namespace lake
