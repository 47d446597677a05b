// One function per classic operation type: an XDR Operation as JSON, without a source of its own
// (see From). Soroban's three are in soroban_operations.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "support/assets.h"
#include "support/names.h"

namespace lake::testing {

using JsonList = std::vector<Json>;

// An operation of `type` ("PAYMENT") whose arm holds `arm`.
Json Operation(std::string_view type, Json arm = nullptr);
// The same operation with a source account of its own.
Json From(const AccountRef& source, Json operation);
// "PAYMENT".
std::string OperationTypeOf(const Json& operation);

Json CreateAccount(const AccountRef& destination, std::int64_t starting_balance);
Json Payment(const AccountRef& destination, const Json& asset, std::int64_t amount);
Json PathPaymentStrictReceive(const Json& send_asset, std::int64_t send_max,
                              const AccountRef& destination, const Json& dest_asset,
                              std::int64_t dest_amount, const JsonList& path = {});
Json PathPaymentStrictSend(const Json& send_asset, std::int64_t send_amount,
                           const AccountRef& destination, const Json& dest_asset,
                           std::int64_t dest_min, const JsonList& path = {});
Json ManageSellOffer(const Json& selling, const Json& buying, std::int64_t amount,
                     const Json& price, std::int64_t offer_id = 0);
Json ManageBuyOffer(const Json& selling, const Json& buying, std::int64_t buy_amount,
                    const Json& price, std::int64_t offer_id = 0);
Json CreatePassiveSellOffer(const Json& selling, const Json& buying, std::int64_t amount,
                            const Json& price);
// Fields of SetOptionsOp: {{"homeDomain", "example.org"}, {"signer", Signer(...)}}.
Json SetOptions(const Json& fields);
Json Signer(const Json& key, std::uint32_t weight);
Json ChangeTrust(const Json& line, std::int64_t limit);
Json AllowTrust(const AccountRef& trustor, std::string_view code, std::uint32_t authorize);
Json AccountMerge(const AccountRef& destination);
Json Inflation();
Json ManageData(std::string_view name, std::optional<std::string_view> value);
Json BumpSequence(std::int64_t bump_to);
Json CreateClaimableBalance(const Json& asset, std::int64_t amount, const JsonList& claimants);
// Claimant; without a predicate, unconditional.
Json Claimant(const AccountRef& destination, const Json& predicate = nullptr);
Json ClaimClaimableBalance(const Json& balance_id);
Json BeginSponsoringFutureReserves(const AccountRef& sponsored);
Json EndSponsoringFutureReserves();
Json RevokeSponsorship(const Json& ledger_key);
Json RevokeSignerSponsorship(const AccountRef& account, const Json& signer_key);
Json Clawback(const Json& asset, const AccountRef& from, std::int64_t amount);
Json ClawbackClaimableBalance(const Json& balance_id);
Json SetTrustLineFlags(const AccountRef& trustor, const Json& asset, std::uint32_t clear,
                       std::uint32_t set);
Json LiquidityPoolDeposit(const Json& pool_id, std::int64_t max_a, std::int64_t max_b,
                          const Json& min_price, const Json& max_price);
Json LiquidityPoolWithdraw(const Json& pool_id, std::int64_t amount, std::int64_t min_a,
                           std::int64_t min_b);

}  // namespace lake::testing
