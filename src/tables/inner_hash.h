// The hash of the transaction inside a fee bump (CAP-15). Safe from any thread.
#pragma once

#include "base/sha256.h"
#include "tables/extractor.h"

namespace lake {

// The context's transaction is a fee bump.
Hash256 InnerHash(const TransactionContext& context);

}  // namespace lake
