// The account that Horizon shows as an operation's sponsor: that of the first entry it created, or
// of the signer that it set. Views into the ledger; pure functions, safe from any thread.
#pragma once

#include <cstdint>

#include "tables/extractor.h"

namespace lake {

// 32 bytes; null for nobody. The operation's transaction succeeded.
const std::uint8_t* SponsorOfOperation(const OperationContext& context);

}  // namespace lake
