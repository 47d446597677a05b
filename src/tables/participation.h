// The one rule of who takes part in a transaction and in its operations (decision D24): what
// Horizon lists under an account (query-api.md section 1.2), and every address that gave, got,
// called, emitted or was named (silver: participants).
//
// Views into the ledger; one thread at a time.
#pragma once

#include "tables/extractor.h"
#include "tables/party_list.h"

namespace lake {

// Source, fee payer and owners of accounts whose entries taking the fee changed; contracts that
// emitted events outside operations.
void AddTransactionParties(const TransactionContext& context, PartyList& parties);

// Of one operation; `context.effects` are there.
void AddOperationParties(const OperationContext& context, PartyList& parties);

}  // namespace lake
