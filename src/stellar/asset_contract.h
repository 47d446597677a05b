// Which contract is the Stellar Asset Contract of an asset (CAP-46-6).
//
// Anybody can emit an event that says it is about USDC; only the asset's own contract may. Its id
// is SHA-256 of the HashIDPreimage of network and asset, so an event proves itself when the id of
// the asset it names is the contract that emitted it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/bytes.h"
#include "base/sha256.h"
#include "xdr/views.h"

namespace lake {

Hash256 AssetContractId(const Hash256& network_id, xdr::Asset asset);
Hash256 NativeAssetContractId(const Hash256& network_id);
// By name: `native` or `CODE:ISSUER`. None when the text names no asset.
std::optional<Hash256> AssetContractId(const Hash256& network_id, std::string_view canonical);

// Remembers the ids of asset names: the few assets of a ledger come again and again. Bounded; it
// forgets everything when full, because foreign contracts may name as many assets as they like.
// One thread at a time.
class AssetContractCache {
 public:
  explicit AssetContractCache(const Hash256& network_id) : network_id_(network_id) {}

  // True when `contract_id` (32 bytes) is the contract of the asset that `canonical` names.
  bool IsContractOf(Bytes contract_id, std::string_view canonical);
  std::size_t size() const { return ids_.size(); }

 private:
  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>{}(text);
    }
  };
  Hash256 network_id_;
  std::unordered_map<std::string, Hash256, TextHash, std::equal_to<>> ids_;
};

}  // namespace lake
