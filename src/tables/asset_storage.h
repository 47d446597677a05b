// What a Stellar Asset Contract keeps in its contract data (CAP-46-6): which asset it is for, and
// what a contract holds of it. Recognised by layout; the asset is also verified by the contract id
// it implies.
#pragma once

#include <optional>
#include <string_view>

#include "base/arena.h"
#include "base/sha256.h"
#include "stellar/asset.h"
#include "stellar/integer_text.h"
#include "xdr/views.h"

namespace lake {

// The asset of a contract's instance entry, when the contract is that asset's own; `native` for the
// network's native-asset contract. None for everything else.
std::optional<AssetText> InstanceAsset(Arena& arena, xdr::ContractDataEntry entry,
                                       const Hash256& network_id);

struct ContractBalance {
  xdr::ContractID holder;
  Int128 amount;  // not negative
};
// The balance in a persistent [Balance, contract] entry with {amount, authorized, clawback}.
std::optional<ContractBalance> BalanceOf(xdr::ContractDataEntry entry);

}  // namespace lake
