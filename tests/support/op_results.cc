#include "support/op_results.h"

#include <string>

#include "base/check.h"
#include "xdr/type_info.h"

namespace lake::testing {
namespace {

const xdr::ArmInfo& ResultArm(std::string_view type) {
  for (const xdr::EnumMember& member : xdr::FindType("OperationType")->members) {
    if (member.name != type) continue;
    for (const xdr::ArmInfo& arm : xdr::FindType("OperationResultTr")->arms) {
      if (arm.value == member.value) return arm;
    }
  }
  CHECK(!"an operation type");
}

std::string CodeOfSuccess(const xdr::TypeInfo& result) {
  for (const xdr::EnumMember& member : result.element->members) {
    if (member.value == 0) return std::string(member.name);
  }
  CHECK(!"every operation can succeed");
}

}  // namespace

Json Failure(std::string_view type, std::string_view code, Json payload) {
  const xdr::ArmInfo& arm = ResultArm(type);
  Json result = {{"code", code}};
  if (!payload.is_null()) {
    for (const xdr::EnumMember& member : arm.type->element->members) {
      if (member.name != code) continue;
      for (const xdr::ArmInfo& inner : arm.type->arms) {
        if (inner.value == member.value) result[std::string(inner.name)] = payload;
      }
    }
  }
  return {{"tr", {{"type", type}, {std::string(arm.name), std::move(result)}}}};
}

Json Success(std::string_view type, Json payload) {
  return Failure(type, CodeOfSuccess(*ResultArm(type).type), std::move(payload));
}

Json OuterFailure(std::string_view code) { return code; }

Json AccountMergeSuccess(std::int64_t source_balance) {
  return Success("ACCOUNT_MERGE", source_balance);
}

Json InflationSuccess(const JsonList& payouts) { return Success("INFLATION", payouts); }

Json CreateClaimableBalanceSuccess(const Json& balance_id) {
  return Success("CREATE_CLAIMABLE_BALANCE", balance_id);
}

Json InvokeSuccess(const Json& hash) { return Success("INVOKE_HOST_FUNCTION", hash); }

Json PathPaymentSuccess(std::string_view type, const JsonList& claimed,
                        const AccountRef& destination, const Json& asset, std::int64_t amount) {
  return Success(type, {{"offers", claimed},
                        {"last",
                         {{"destination", {{"ed25519", destination.key()}}},
                          {"asset", asset},
                          {"amount", amount}}}});
}

Json OfferSuccess(std::string_view type, const JsonList& claimed, std::string_view effect,
                  const Json& offer_entry) {
  Json offer = {{"effect", effect}};
  if (!offer_entry.is_null()) offer["offer"] = offer_entry;
  return Success(type, {{"offersClaimed", claimed}, {"offer", std::move(offer)}});
}

Json OrderBookAtom(const AccountRef& seller, std::int64_t offer_id, const Json& sold,
                   std::int64_t amount_sold, const Json& bought, std::int64_t amount_bought) {
  return {{"orderBook",
           {{"sellerID", seller.json()},
            {"offerID", offer_id},
            {"assetSold", sold},
            {"amountSold", amount_sold},
            {"assetBought", bought},
            {"amountBought", amount_bought}}}};
}

Json LegacyOrderBookAtom(const AccountRef& seller, std::int64_t offer_id, const Json& sold,
                         std::int64_t amount_sold, const Json& bought, std::int64_t amount_bought) {
  return {{"v0",
           {{"sellerEd25519", seller.key()},
            {"offerID", offer_id},
            {"assetSold", sold},
            {"amountSold", amount_sold},
            {"assetBought", bought},
            {"amountBought", amount_bought}}}};
}

Json PoolAtom(const Json& pool_id, const Json& sold, std::int64_t amount_sold, const Json& bought,
              std::int64_t amount_bought) {
  return {{"liquidityPool",
           {{"liquidityPoolID", pool_id},
            {"assetSold", sold},
            {"amountSold", amount_sold},
            {"assetBought", bought},
            {"amountBought", amount_bought}}}};
}

}  // namespace lake::testing
