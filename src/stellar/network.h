// Which Stellar network ledgers belong to: its names, its passphrase and its id.
//
// The id, SHA-256 of the passphrase, goes into every transaction hash and contract id, so a wrong
// network shows at the first ledger. Networks that are not one of the three public ones are known
// by passphrase only. Errors: kInvalidArgument. Safe from any thread.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/sha256.h"

namespace lake {

struct Network {
  std::string name;  // what people write: pubnet, testnet, futurenet; custom_<8 hex of the id>
  std::string
      era_name;  // what _meta_eras stores: mainnet, testnet, futurenet; as `name` for others
  std::string passphrase;
  Hash256 id;
};

// The three public networks.
std::span<const Network> KnownNetworks();

// `text` is a name (either kind, in any case) or a passphrase. Text without a space counts as a
// name, so that a mistyped name is an error and not another network; use NetworkOfPassphrase when
// it is known to be one.
Result<Network> ParseNetwork(std::string_view text);

// Never fails: a passphrase nobody knows makes a custom network.
Network NetworkOfPassphrase(std::string_view passphrase);

// Null when it is none of the three public networks.
const Network* FindNetwork(const Hash256& id);

}  // namespace lake
