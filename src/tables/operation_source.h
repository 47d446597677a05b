// The source of an operation: its own, or the transaction's when it names none.
//
// Views into the ledger; pure functions, safe from any thread.
#pragma once

#include <optional>

#include "tables/extractor.h"

namespace lake {

// None for an operation without a source of its own in a V0 transaction, which has a bare key.
std::optional<xdr::MuxedAccount> SourceOf(const OperationContext& context);

// The 32 bytes of its key.
Bytes SourceKey(const OperationContext& context);

}  // namespace lake
