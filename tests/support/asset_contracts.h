// Storage of the contract of a classic asset (SAC, CAP-46-6) as the host writes it: its instance,
// which names the asset, and the balances of contracts.
#pragma once

#include <cstdint>
#include <string_view>

#include "support/entries.h"
#include "support/scvals.h"

namespace lake::testing {

// The SCAddress of the contract that the network gives to an asset.
Json AssetContractAddress(const Hash256& network_id, const Json& asset);

// [AlphaNum4 or AlphaNum12, {asset_code, issuer}] under the key [AssetInfo], as the value of an
// instance.
Json AssetInstance(std::string_view code, std::string_view issuer);
// The instance entry of the contract at `address`, which need not be the asset's own.
Json AssetInstanceEntry(const Json& address, std::string_view code, std::string_view issuer);

// What `holder`, a contract, owns of the asset whose contract is at `address`.
Json AssetBalanceEntry(const Json& address, std::string_view holder, const Json& amount,
                       std::string_view durability = "PERSISTENT");

}  // namespace lake::testing
