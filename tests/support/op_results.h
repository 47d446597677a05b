// Results of operations as JSON of an OperationResult.
#pragma once

#include <cstdint>
#include <string_view>

#include "support/operations.h"

namespace lake::testing {

// The success of an operation of `type` ("PAYMENT"), with the payload of its arm (zero when left
// out).
Json Success(std::string_view type, Json payload = nullptr);
// A failure of the operation itself: Failure("PAYMENT", "PAYMENT_UNDERFUNDED").
Json Failure(std::string_view type, std::string_view code, Json payload = nullptr);
// A failure before the operation ran: OuterFailure("opBAD_AUTH").
Json OuterFailure(std::string_view code);

inline Json PaymentSuccess() { return Success("PAYMENT"); }
Json AccountMergeSuccess(std::int64_t source_balance);
// Each payout {{"destination", Account(...)}, {"amount", n}}.
Json InflationSuccess(const JsonList& payouts);
Json CreateClaimableBalanceSuccess(const Json& balance_id);
Json InvokeSuccess(const Json& hash);
// `type` is PATH_PAYMENT_STRICT_RECEIVE or _SEND.
Json PathPaymentSuccess(std::string_view type, const JsonList& claimed,
                        const AccountRef& destination, const Json& asset, std::int64_t amount);
// `type` is MANAGE_SELL_OFFER, MANAGE_BUY_OFFER or CREATE_PASSIVE_SELL_OFFER; `effect` is
// MANAGE_OFFER_CREATED, _UPDATED (with the OfferEntry) or _DELETED.
Json OfferSuccess(std::string_view type, const JsonList& claimed,
                  std::string_view effect = "MANAGE_OFFER_DELETED",
                  const Json& offer_entry = nullptr);

// ClaimAtom: what one order or pool gave (`sold`) and got (`bought`).
Json OrderBookAtom(const AccountRef& seller, std::int64_t offer_id, const Json& sold,
                   std::int64_t amount_sold, const Json& bought, std::int64_t amount_bought);
// The form of before protocol 18.
Json LegacyOrderBookAtom(const AccountRef& seller, std::int64_t offer_id, const Json& sold,
                         std::int64_t amount_sold, const Json& bought, std::int64_t amount_bought);
Json PoolAtom(const Json& pool_id, const Json& sold, std::int64_t amount_sold, const Json& bought,
              std::int64_t amount_bought);

}  // namespace lake::testing
