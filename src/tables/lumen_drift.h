// Lumens that an operation made or lost by mistake: before protocol 8 stellar-core could write an
// account back as it was before another part of the same operation changed it. CAP-67 counts them
// as moves from or to the operation's source (contract: transfer_rules, leg drift).
//
// Views into the ledger; one thread at a time.
#pragma once

#include "stellar/integer_text.h"
#include "tables/extractor.h"

namespace lake {

// What the balances of the accounts that the operation changed have more (less: negative) than what
// its moves explain; of those only inflation makes lumens. 0 since protocol 8, and where the
// changes lack what an account was before. The operation was applied.
Int128 LumenDrift(const OperationContext& context);

}  // namespace lake
