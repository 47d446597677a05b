// Keys, hashes and addresses that follow from a name by SHA-256, so that tests read as "alice" and
// give the same bytes on every run. The JSON is for EncodeXdr.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/sha256.h"
#include "support/xdr_encode.h"

namespace lake::testing {

// SHA-256 of the name: the key of an account, the id of a contract, or just some hash.
Hash256 NameHash(std::string_view name);
Json NamedHash(std::string_view name);
Json HashJson(const Hash256& hash);

// An AccountID; the same JSON is a MuxedAccount without an id, and a SignerKey.
Json Account(std::string_view name);
// A MuxedAccount with an id.
Json Muxed(std::string_view name, std::uint64_t id);

// Where an account is expected: "alice", Account("alice") or Muxed("alice", 7).
class AccountRef {
 public:
  AccountRef(const char* name) : json_(Account(name)) {}
  AccountRef(std::string_view name) : json_(Account(name)) {}
  AccountRef(Json json) : json_(std::move(json)) {}
  const Json& json() const { return json_; }
  // The 32 bytes of its key.
  Json key() const;

 private:
  Json json_;
};

// What rows show of them: "G...", "M...", "C...".
std::string AccountStrkey(std::string_view name);
std::string MuxedStrkey(std::string_view name, std::uint64_t id);
std::string ContractStrkey(std::string_view name);

// SCAddress.
Json AccountAddress(std::string_view name);
Json ContractAddress(std::string_view name);
Json MuxedAddress(std::string_view name, std::uint64_t id);
Json PoolAddress(const Json& pool_id);
Json ClaimableBalanceAddress(const Json& balance_id);

// ClaimableBalanceID of a name.
Json BalanceId(std::string_view name);

// SignerKey of every kind but the plain account.
Json PreAuthTxSigner(std::string_view name);
Json HashXSigner(std::string_view name);
Json PayloadSigner(std::string_view name, std::string_view payload);

}  // namespace lake::testing
