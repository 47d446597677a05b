#include "tables/claim_atoms.h"

#include <fmt/format.h>

#include <algorithm>

#include "stellar/enum_text.h"
#include "tables/operation_result.h"

namespace lake {
namespace {

template <class Atom>
Claim OrderClaim(Atom atom, const std::uint8_t* seller) {
  return {.of_pool = false,
          .seller = seller,
          .offer_id = atom.offerID(),
          .sold = atom.assetSold(),
          .amount_sold = atom.amountSold(),
          .bought = atom.assetBought(),
          .amount_bought = atom.amountBought()};
}

std::optional<xdr::ManageOfferSuccessResult> OfferSuccess(xdr::OperationResultTr outcome) {
  using SellCode = xdr::ManageSellOfferResultCode;
  using BuyCode = xdr::ManageBuyOfferResultCode;
  if (outcome.type() == xdr::OperationType::MANAGE_BUY_OFFER) {
    const xdr::ManageBuyOfferResult result = outcome.manageBuyOfferResult();
    if (result.code() != BuyCode::MANAGE_BUY_OFFER_SUCCESS) return std::nullopt;
    return result.success();
  }
  const xdr::ManageSellOfferResult result =
      outcome.type() == xdr::OperationType::CREATE_PASSIVE_SELL_OFFER
          ? outcome.createPassiveSellOfferResult()
          : outcome.manageSellOfferResult();
  if (result.code() != SellCode::MANAGE_SELL_OFFER_SUCCESS) return std::nullopt;
  return result.success();
}

std::optional<xdr::Array<xdr::ClaimAtom>> AtomsOf(xdr::OperationResultTr outcome) {
  using ReceiveCode = xdr::PathPaymentStrictReceiveResultCode;
  using SendCode = xdr::PathPaymentStrictSendResultCode;
  switch (outcome.type()) {
    case xdr::OperationType::PATH_PAYMENT_STRICT_RECEIVE: {
      const auto result = outcome.pathPaymentStrictReceiveResult();
      if (result.code() != ReceiveCode::PATH_PAYMENT_STRICT_RECEIVE_SUCCESS) return std::nullopt;
      return result.success().offers();
    }
    case xdr::OperationType::PATH_PAYMENT_STRICT_SEND: {
      const auto result = outcome.pathPaymentStrictSendResult();
      if (result.code() != SendCode::PATH_PAYMENT_STRICT_SEND_SUCCESS) return std::nullopt;
      return result.success().offers();
    }
    default: {
      const auto success = OfferSuccess(outcome);
      if (!success) return std::nullopt;
      return success->offersClaimed();
    }
  }
}

}  // namespace

Claim ClaimOf(xdr::ClaimAtom atom) {
  switch (atom.type()) {
    case xdr::ClaimAtomType::CLAIM_ATOM_TYPE_V0:
      return OrderClaim(atom.v0(), atom.v0().sellerEd25519().data());
    case xdr::ClaimAtomType::CLAIM_ATOM_TYPE_ORDER_BOOK:
      return OrderClaim(atom.orderBook(), atom.orderBook().sellerID().ed25519().data());
    case xdr::ClaimAtomType::CLAIM_ATOM_TYPE_LIQUIDITY_POOL:
      break;
  }
  const xdr::ClaimLiquidityAtom pool = atom.liquidityPool();
  return {.of_pool = true,
          .seller = pool.liquidityPoolID().data(),
          .offer_id = 0,
          .sold = pool.assetSold(),
          .amount_sold = pool.amountSold(),
          .bought = pool.assetBought(),
          .amount_bought = pool.amountBought()};
}

bool CanTrade(xdr::OperationType type) {
  switch (type) {
    case xdr::OperationType::PATH_PAYMENT_STRICT_RECEIVE:
    case xdr::OperationType::PATH_PAYMENT_STRICT_SEND:
    case xdr::OperationType::MANAGE_SELL_OFFER:
    case xdr::OperationType::MANAGE_BUY_OFFER:
    case xdr::OperationType::CREATE_PASSIVE_SELL_OFFER:
      return true;
    default:
      return false;
  }
}

Result<xdr::Array<xdr::ClaimAtom>> ClaimAtomsOf(const OperationContext& context) {
  std::optional<xdr::Array<xdr::ClaimAtom>> atoms;
  if (const auto outcome = AppliedOutcome(context)) atoms = AtomsOf(*outcome);
  if (!atoms) {
    return {Code::kDataLoss, fmt::format("a successful transaction with a failed {}",
                                         LowerText(context.op.operation.body().type()))};
  }
  return *atoms;
}

std::optional<std::int64_t> OfferLeft(const OperationContext& context) {
  switch (context.op.operation.body().type()) {
    case xdr::OperationType::MANAGE_SELL_OFFER:
    case xdr::OperationType::MANAGE_BUY_OFFER:
    case xdr::OperationType::CREATE_PASSIVE_SELL_OFFER:
      break;
    default:
      return std::nullopt;
  }
  const auto outcome = AppliedOutcome(context);
  const auto success = outcome ? OfferSuccess(*outcome) : std::nullopt;
  if (!success || success->offer().effect() == xdr::ManageOfferEffect::MANAGE_OFFER_DELETED) {
    return std::nullopt;
  }
  return success->offer().offer().offerID();
}

Int128 SentAmount(xdr::PathPaymentStrictReceiveResultSuccess success) {
  const xdr::Array<xdr::ClaimAtom> atoms = success.offers();
  if (atoms.empty()) return success.last().amount();
  const Bytes sent = ClaimOf(*atoms.begin()).bought.encoding();
  Int128 total = 0;
  for (const xdr::ClaimAtom atom : atoms) {
    const Claim claim = ClaimOf(atom);
    const Bytes bought = claim.bought.encoding();
    if (!std::equal(bought.begin(), bought.end(), sent.begin(), sent.end())) break;
    total += claim.amount_bought;
  }
  return total;
}

}  // namespace lake
