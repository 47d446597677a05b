#include "support/names.h"

#include "base/arena.h"
#include "stellar/strkey.h"

namespace lake::testing {

Hash256 NameHash(std::string_view name) { return Sha256(AsBytes(name)); }

Json HashJson(const Hash256& hash) { return Opaque(hash); }

Json NamedHash(std::string_view name) { return HashJson(NameHash(name)); }

Json Account(std::string_view name) { return {{"ed25519", NamedHash(name)}}; }

Json Muxed(std::string_view name, std::uint64_t id) {
  return {{"med25519", {{"id", id}, {"ed25519", NamedHash(name)}}}};
}

Json AccountRef::key() const {
  return json_.contains("med25519") ? json_["med25519"]["ed25519"] : json_["ed25519"];
}

std::string AccountStrkey(std::string_view name) {
  Arena arena;
  return std::string(AccountText(arena, NameHash(name).data()));
}

std::string MuxedStrkey(std::string_view name, std::uint64_t id) {
  Arena arena;
  return std::string(MuxedText(arena, NameHash(name).data(), id));
}

std::string ContractStrkey(std::string_view name) {
  Arena arena;
  return std::string(ContractText(arena, NameHash(name).data()));
}

Json AccountAddress(std::string_view name) { return {{"accountId", Account(name)}}; }

Json ContractAddress(std::string_view name) { return {{"contractId", NamedHash(name)}}; }

Json MuxedAddress(std::string_view name, std::uint64_t id) {
  return {{"muxedAccount", {{"id", id}, {"ed25519", NamedHash(name)}}}};
}

Json PoolAddress(const Json& pool_id) { return {{"liquidityPoolId", pool_id}}; }

Json ClaimableBalanceAddress(const Json& balance_id) {
  return {{"claimableBalanceId", balance_id}};
}

Json BalanceId(std::string_view name) { return {{"v0", NamedHash(name)}}; }

Json PreAuthTxSigner(std::string_view name) { return {{"preAuthTx", NamedHash(name)}}; }

Json HashXSigner(std::string_view name) { return {{"hashX", NamedHash(name)}}; }

Json PayloadSigner(std::string_view name, std::string_view payload) {
  return {{"ed25519SignedPayload",
           {{"ed25519", NamedHash(name)}, {"payload", Opaque(AsBytes(payload))}}}};
}

}  // namespace lake::testing
