// Which public network a ledger belongs to, found out from the ledger: the passphrase is not part
// of the data, but every transaction hash depends on it.
#pragma once

#include "base/bytes.h"
#include "base/result.h"
#include "stellar/network.h"

namespace lake {

// The public network under whose id the ledger's transactions have the hashes that its results
// name. nullptr when it is none of them, or when the ledger has no transactions and so fits any
// network. kDataLoss when the bytes are not a LedgerCloseMeta.
Result<const Network*> DetectNetwork(Bytes ledger_close_meta);

}  // namespace lake
