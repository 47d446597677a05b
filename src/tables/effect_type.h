// The kinds of effects, with the numbers and names that Horizon gave them (contract/effects.md,
// section 1). The numbers are stored, so they never change. 23, 24 and 25 were Horizon's own words
// for what is 26 now: reserved, never written.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace lake {

enum class EffectType : std::int32_t {
  kAccountCreated = 0,
  kAccountRemoved = 1,
  kAccountCredited = 2,
  kAccountDebited = 3,
  kAccountThresholdsUpdated = 4,
  kAccountHomeDomainUpdated = 5,
  kAccountFlagsUpdated = 6,
  kAccountInflationDestinationUpdated = 7,
  kSignerCreated = 10,
  kSignerRemoved = 11,
  kSignerUpdated = 12,
  kTrustlineCreated = 20,
  kTrustlineRemoved = 21,
  kTrustlineUpdated = 22,
  kTrustlineFlagsUpdated = 26,
  kOfferCreated = 30,
  kOfferRemoved = 31,
  kOfferUpdated = 32,
  kTrade = 33,
  kDataCreated = 40,
  kDataRemoved = 41,
  kDataUpdated = 42,
  kSequenceBumped = 43,
  kClaimableBalanceCreated = 50,
  kClaimableBalanceClaimantCreated = 51,
  kClaimableBalanceClaimed = 52,
  kAccountSponsorshipCreated = 60,
  kAccountSponsorshipUpdated = 61,
  kAccountSponsorshipRemoved = 62,
  kTrustlineSponsorshipCreated = 63,
  kTrustlineSponsorshipUpdated = 64,
  kTrustlineSponsorshipRemoved = 65,
  kDataSponsorshipCreated = 66,
  kDataSponsorshipUpdated = 67,
  kDataSponsorshipRemoved = 68,
  kClaimableBalanceSponsorshipCreated = 69,
  kClaimableBalanceSponsorshipUpdated = 70,
  kClaimableBalanceSponsorshipRemoved = 71,
  kSignerSponsorshipCreated = 72,
  kSignerSponsorshipUpdated = 73,
  kSignerSponsorshipRemoved = 74,
  kClaimableBalanceClawedBack = 80,
  kLiquidityPoolDeposited = 90,
  kLiquidityPoolWithdrew = 91,
  kLiquidityPoolTrade = 92,
  kLiquidityPoolCreated = 93,
  kLiquidityPoolRemoved = 94,
  kLiquidityPoolRevoked = 95,
  kContractCredited = 96,
  kContractDebited = 97,
  kExtendFootprintTtl = 98,
  kRestoreFootprint = 99,
};

struct EffectTypeInfo {
  EffectType type;
  std::string_view name;
};

// Every type, in the order of their numbers.
inline constexpr std::array kEffectTypes{
    EffectTypeInfo{EffectType::kAccountCreated, "account_created"},
    EffectTypeInfo{EffectType::kAccountRemoved, "account_removed"},
    EffectTypeInfo{EffectType::kAccountCredited, "account_credited"},
    EffectTypeInfo{EffectType::kAccountDebited, "account_debited"},
    EffectTypeInfo{EffectType::kAccountThresholdsUpdated, "account_thresholds_updated"},
    EffectTypeInfo{EffectType::kAccountHomeDomainUpdated, "account_home_domain_updated"},
    EffectTypeInfo{EffectType::kAccountFlagsUpdated, "account_flags_updated"},
    EffectTypeInfo{EffectType::kAccountInflationDestinationUpdated,
                   "account_inflation_destination_updated"},
    EffectTypeInfo{EffectType::kSignerCreated, "signer_created"},
    EffectTypeInfo{EffectType::kSignerRemoved, "signer_removed"},
    EffectTypeInfo{EffectType::kSignerUpdated, "signer_updated"},
    EffectTypeInfo{EffectType::kTrustlineCreated, "trustline_created"},
    EffectTypeInfo{EffectType::kTrustlineRemoved, "trustline_removed"},
    EffectTypeInfo{EffectType::kTrustlineUpdated, "trustline_updated"},
    EffectTypeInfo{EffectType::kTrustlineFlagsUpdated, "trustline_flags_updated"},
    EffectTypeInfo{EffectType::kOfferCreated, "offer_created"},
    EffectTypeInfo{EffectType::kOfferRemoved, "offer_removed"},
    EffectTypeInfo{EffectType::kOfferUpdated, "offer_updated"},
    EffectTypeInfo{EffectType::kTrade, "trade"},
    EffectTypeInfo{EffectType::kDataCreated, "data_created"},
    EffectTypeInfo{EffectType::kDataRemoved, "data_removed"},
    EffectTypeInfo{EffectType::kDataUpdated, "data_updated"},
    EffectTypeInfo{EffectType::kSequenceBumped, "sequence_bumped"},
    EffectTypeInfo{EffectType::kClaimableBalanceCreated, "claimable_balance_created"},
    EffectTypeInfo{EffectType::kClaimableBalanceClaimantCreated,
                   "claimable_balance_claimant_created"},
    EffectTypeInfo{EffectType::kClaimableBalanceClaimed, "claimable_balance_claimed"},
    EffectTypeInfo{EffectType::kAccountSponsorshipCreated, "account_sponsorship_created"},
    EffectTypeInfo{EffectType::kAccountSponsorshipUpdated, "account_sponsorship_updated"},
    EffectTypeInfo{EffectType::kAccountSponsorshipRemoved, "account_sponsorship_removed"},
    EffectTypeInfo{EffectType::kTrustlineSponsorshipCreated, "trustline_sponsorship_created"},
    EffectTypeInfo{EffectType::kTrustlineSponsorshipUpdated, "trustline_sponsorship_updated"},
    EffectTypeInfo{EffectType::kTrustlineSponsorshipRemoved, "trustline_sponsorship_removed"},
    EffectTypeInfo{EffectType::kDataSponsorshipCreated, "data_sponsorship_created"},
    EffectTypeInfo{EffectType::kDataSponsorshipUpdated, "data_sponsorship_updated"},
    EffectTypeInfo{EffectType::kDataSponsorshipRemoved, "data_sponsorship_removed"},
    EffectTypeInfo{EffectType::kClaimableBalanceSponsorshipCreated,
                   "claimable_balance_sponsorship_created"},
    EffectTypeInfo{EffectType::kClaimableBalanceSponsorshipUpdated,
                   "claimable_balance_sponsorship_updated"},
    EffectTypeInfo{EffectType::kClaimableBalanceSponsorshipRemoved,
                   "claimable_balance_sponsorship_removed"},
    EffectTypeInfo{EffectType::kSignerSponsorshipCreated, "signer_sponsorship_created"},
    EffectTypeInfo{EffectType::kSignerSponsorshipUpdated, "signer_sponsorship_updated"},
    EffectTypeInfo{EffectType::kSignerSponsorshipRemoved, "signer_sponsorship_removed"},
    EffectTypeInfo{EffectType::kClaimableBalanceClawedBack, "claimable_balance_clawed_back"},
    EffectTypeInfo{EffectType::kLiquidityPoolDeposited, "liquidity_pool_deposited"},
    EffectTypeInfo{EffectType::kLiquidityPoolWithdrew, "liquidity_pool_withdrew"},
    EffectTypeInfo{EffectType::kLiquidityPoolTrade, "liquidity_pool_trade"},
    EffectTypeInfo{EffectType::kLiquidityPoolCreated, "liquidity_pool_created"},
    EffectTypeInfo{EffectType::kLiquidityPoolRemoved, "liquidity_pool_removed"},
    EffectTypeInfo{EffectType::kLiquidityPoolRevoked, "liquidity_pool_revoked"},
    EffectTypeInfo{EffectType::kContractCredited, "contract_credited"},
    EffectTypeInfo{EffectType::kContractDebited, "contract_debited"},
    EffectTypeInfo{EffectType::kExtendFootprintTtl, "extend_footprint_ttl"},
    EffectTypeInfo{EffectType::kRestoreFootprint, "restore_footprint"},
};

namespace effect_type_detail {

inline constexpr auto kNames = [] {
  std::array<std::string_view, static_cast<std::size_t>(kEffectTypes.back().type) + 1> names{};
  for (const EffectTypeInfo& info : kEffectTypes) {
    names[static_cast<std::size_t>(info.type)] = info.name;
  }
  return names;
}();

inline constexpr std::size_t kJoinedSize = [] {
  std::size_t size = kEffectTypes.size() - 1;
  for (const EffectTypeInfo& info : kEffectTypes) size += info.name.size();
  return size;
}();

inline constexpr auto kJoinedNames = [] {
  std::array<char, kJoinedSize> joined{};
  std::size_t at = 0;
  for (const EffectTypeInfo& info : kEffectTypes) {
    if (at != 0) joined[at++] = '|';
    for (const char c : info.name) joined[at++] = c;
  }
  return joined;
}();

}  // namespace effect_type_detail

// account_created and so on.
constexpr std::string_view EffectTypeName(EffectType type) {
  return effect_type_detail::kNames[static_cast<std::size_t>(type)];
}

// All names with '|' between them, as a column's rule wants them.
inline constexpr std::string_view kEffectTypeNames{effect_type_detail::kJoinedNames.data(),
                                                   effect_type_detail::kJoinedSize};

}  // namespace lake
