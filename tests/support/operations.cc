#include "support/operations.h"

#include <string>

#include "base/check.h"
#include "xdr/type_info.h"

namespace lake::testing {
namespace {

// The arm of a union over OperationType that `type` selects.
const xdr::ArmInfo& ArmOf(std::string_view union_name, std::string_view type) {
  for (const xdr::EnumMember& member : xdr::FindType("OperationType")->members) {
    if (member.name != type) continue;
    for (const xdr::ArmInfo& arm : xdr::FindType(union_name)->arms) {
      if (arm.value == member.value) return arm;
    }
  }
  CHECK(!"an operation type");
}

}  // namespace

Json Operation(std::string_view type, Json arm) {
  Json body = {{"type", type}};
  const std::string_view name = ArmOf("OperationBody", type).name;
  if (!name.empty()) body[std::string(name)] = std::move(arm);
  return {{"body", std::move(body)}};
}

Json From(const AccountRef& source, Json operation) {
  operation["sourceAccount"] = source.json();
  return operation;
}

std::string OperationTypeOf(const Json& operation) { return operation["body"]["type"]; }

Json CreateAccount(const AccountRef& destination, std::int64_t starting_balance) {
  return Operation("CREATE_ACCOUNT",
                   {{"destination", destination.json()}, {"startingBalance", starting_balance}});
}

Json Payment(const AccountRef& destination, const Json& asset, std::int64_t amount) {
  return Operation("PAYMENT",
                   {{"destination", destination.json()}, {"asset", asset}, {"amount", amount}});
}

Json PathPaymentStrictReceive(const Json& send_asset, std::int64_t send_max,
                              const AccountRef& destination, const Json& dest_asset,
                              std::int64_t dest_amount, const JsonList& path) {
  return Operation("PATH_PAYMENT_STRICT_RECEIVE", {{"sendAsset", send_asset},
                                                   {"sendMax", send_max},
                                                   {"destination", destination.json()},
                                                   {"destAsset", dest_asset},
                                                   {"destAmount", dest_amount},
                                                   {"path", path}});
}

Json PathPaymentStrictSend(const Json& send_asset, std::int64_t send_amount,
                           const AccountRef& destination, const Json& dest_asset,
                           std::int64_t dest_min, const JsonList& path) {
  return Operation("PATH_PAYMENT_STRICT_SEND", {{"sendAsset", send_asset},
                                                {"sendAmount", send_amount},
                                                {"destination", destination.json()},
                                                {"destAsset", dest_asset},
                                                {"destMin", dest_min},
                                                {"path", path}});
}

Json ManageSellOffer(const Json& selling, const Json& buying, std::int64_t amount,
                     const Json& price, std::int64_t offer_id) {
  return Operation("MANAGE_SELL_OFFER", {{"selling", selling},
                                         {"buying", buying},
                                         {"amount", amount},
                                         {"price", price},
                                         {"offerID", offer_id}});
}

Json ManageBuyOffer(const Json& selling, const Json& buying, std::int64_t buy_amount,
                    const Json& price, std::int64_t offer_id) {
  return Operation("MANAGE_BUY_OFFER", {{"selling", selling},
                                        {"buying", buying},
                                        {"buyAmount", buy_amount},
                                        {"price", price},
                                        {"offerID", offer_id}});
}

Json CreatePassiveSellOffer(const Json& selling, const Json& buying, std::int64_t amount,
                            const Json& price) {
  return Operation(
      "CREATE_PASSIVE_SELL_OFFER",
      {{"selling", selling}, {"buying", buying}, {"amount", amount}, {"price", price}});
}

Json SetOptions(const Json& fields) { return Operation("SET_OPTIONS", fields); }

Json Signer(const Json& key, std::uint32_t weight) { return {{"key", key}, {"weight", weight}}; }

Json ChangeTrust(const Json& line, std::int64_t limit) {
  return Operation("CHANGE_TRUST", {{"line", line}, {"limit", limit}});
}

Json AllowTrust(const AccountRef& trustor, std::string_view code, std::uint32_t authorize) {
  return Operation(
      "ALLOW_TRUST",
      {{"trustor", trustor.json()}, {"asset", AssetCode(code)}, {"authorize", authorize}});
}

Json AccountMerge(const AccountRef& destination) {
  return Operation("ACCOUNT_MERGE", destination.json());
}

Json Inflation() { return Operation("INFLATION"); }

Json ManageData(std::string_view name, std::optional<std::string_view> value) {
  Json op = {{"dataName", name}};
  if (value.has_value()) op["dataValue"] = Opaque(AsBytes(*value));
  return Operation("MANAGE_DATA", std::move(op));
}

Json BumpSequence(std::int64_t bump_to) {
  return Operation("BUMP_SEQUENCE", {{"bumpTo", bump_to}});
}

Json CreateClaimableBalance(const Json& asset, std::int64_t amount, const JsonList& claimants) {
  return Operation("CREATE_CLAIMABLE_BALANCE",
                   {{"asset", asset}, {"amount", amount}, {"claimants", claimants}});
}

Json Claimant(const AccountRef& destination, const Json& predicate) {
  return {{"v0", {{"destination", destination.json()}, {"predicate", predicate}}}};
}

Json ClaimClaimableBalance(const Json& balance_id) {
  return Operation("CLAIM_CLAIMABLE_BALANCE", {{"balanceID", balance_id}});
}

Json BeginSponsoringFutureReserves(const AccountRef& sponsored) {
  return Operation("BEGIN_SPONSORING_FUTURE_RESERVES", {{"sponsoredID", sponsored.json()}});
}

Json EndSponsoringFutureReserves() { return Operation("END_SPONSORING_FUTURE_RESERVES"); }

Json RevokeSponsorship(const Json& ledger_key) {
  return Operation("REVOKE_SPONSORSHIP", {{"ledgerKey", ledger_key}});
}

Json RevokeSignerSponsorship(const AccountRef& account, const Json& signer_key) {
  return Operation("REVOKE_SPONSORSHIP",
                   {{"signer", {{"accountID", account.json()}, {"signerKey", signer_key}}}});
}

Json Clawback(const Json& asset, const AccountRef& from, std::int64_t amount) {
  return Operation("CLAWBACK", {{"asset", asset}, {"from", from.json()}, {"amount", amount}});
}

Json ClawbackClaimableBalance(const Json& balance_id) {
  return Operation("CLAWBACK_CLAIMABLE_BALANCE", {{"balanceID", balance_id}});
}

Json SetTrustLineFlags(const AccountRef& trustor, const Json& asset, std::uint32_t clear,
                       std::uint32_t set) {
  return Operation(
      "SET_TRUST_LINE_FLAGS",
      {{"trustor", trustor.json()}, {"asset", asset}, {"clearFlags", clear}, {"setFlags", set}});
}

Json LiquidityPoolDeposit(const Json& pool_id, std::int64_t max_a, std::int64_t max_b,
                          const Json& min_price, const Json& max_price) {
  return Operation("LIQUIDITY_POOL_DEPOSIT", {{"liquidityPoolID", pool_id},
                                              {"maxAmountA", max_a},
                                              {"maxAmountB", max_b},
                                              {"minPrice", min_price},
                                              {"maxPrice", max_price}});
}

Json LiquidityPoolWithdraw(const Json& pool_id, std::int64_t amount, std::int64_t min_a,
                           std::int64_t min_b) {
  return Operation("LIQUIDITY_POOL_WITHDRAW", {{"liquidityPoolID", pool_id},
                                               {"amount", amount},
                                               {"minAmountA", min_a},
                                               {"minAmountB", min_b}});
}

}  // namespace lake::testing
