// The id of a contract that its deployer, or the asset it stands for, determines (CAP-46-2).
//
// SHA-256 of the HashIDPreimage of network and ContractIDPreimage. Ids of assets by their name:
// stellar/asset_contract.h. Views must be of validated XDR. Safe from any thread.
#pragma once

#include "base/sha256.h"
#include "xdr/views.h"

namespace lake {

Hash256 ContractIdOf(const Hash256& network_id, xdr::ContractIDPreimage preimage);

}  // namespace lake
