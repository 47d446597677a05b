// Payments: new accounts, payments along paths or straight, and accounts that pay out everything.
#include <algorithm>

#include "stellar/address.h"
#include "tables/operation_result.h"
#include "tables/operation_row.h"

namespace lake {
namespace {

struct Bought {
  xdr::Asset asset;
  std::int64_t amount;
};

Bought BoughtBy(xdr::ClaimAtom atom) {
  const auto of = [](auto claim) { return Bought{claim.assetBought(), claim.amountBought()}; };
  switch (atom.type()) {
    case xdr::ClaimAtomType::CLAIM_ATOM_TYPE_V0:
      return of(atom.v0());
    case xdr::ClaimAtomType::CLAIM_ATOM_TYPE_ORDER_BOOK:
      return of(atom.orderBook());
    case xdr::ClaimAtomType::CLAIM_ATOM_TYPE_LIQUIDITY_POOL:
      break;
  }
  return of(atom.liquidityPool());
}

// What the sender of a strict-receive path payment paid: what the first hop's orders took, or the
// payment itself when there was no hop. None when the claims of a damaged result exceed 64 bits.
std::optional<std::int64_t> Sent(xdr::PathPaymentStrictReceiveResultSuccess success) {
  const xdr::Array<xdr::ClaimAtom> atoms = success.offers();
  if (atoms.empty()) return success.last().amount();
  const Bytes asset = BoughtBy(*atoms.begin()).asset.encoding();
  std::int64_t sent = 0;
  for (const xdr::ClaimAtom atom : atoms) {
    const Bought bought = BoughtBy(atom);
    const Bytes encoding = bought.asset.encoding();
    if (!std::equal(encoding.begin(), encoding.end(), asset.begin(), asset.end())) break;
    if (__builtin_add_overflow(sent, bought.amount, &sent)) return std::nullopt;
  }
  return sent;
}

}  // namespace

void FillCreateAccount(const OperationContext& context, Arena& arena, OperationRow& row) {
  const auto op = context.op.operation.body().createAccountOp();
  row.destination = AccountText(arena, op.destination());
  row.starting_balance = op.startingBalance();
}

void FillPayment(const OperationContext& context, Arena& arena, OperationRow& row) {
  const auto op = context.op.operation.body().paymentOp();
  row.destination = AccountText(arena, op.destination());
  row.asset = OperationAssetOf(AssetTextOf(arena, op.asset()));
  row.amount = op.amount();
}

void FillPathPaymentStrictReceive(const OperationContext& context, Arena& arena,
                                  OperationRow& row) {
  using ResultCode = xdr::PathPaymentStrictReceiveResultCode;
  const auto op = context.op.operation.body().pathPaymentStrictReceiveOp();
  row.destination = AccountText(arena, op.destination());
  row.asset = OperationAssetOf(AssetTextOf(arena, op.destAsset()));
  row.amount = op.destAmount();
  row.source_asset = OperationAssetOf(AssetTextOf(arena, op.sendAsset()));
  const auto outcome = AppliedOutcome(context);
  if (!outcome) return;
  const auto result = outcome->pathPaymentStrictReceiveResult();
  if (result.code() == ResultCode::PATH_PAYMENT_STRICT_RECEIVE_SUCCESS) {
    row.source_amount = Sent(result.success());
  }
}

void FillPathPaymentStrictSend(const OperationContext& context, Arena& arena, OperationRow& row) {
  using ResultCode = xdr::PathPaymentStrictSendResultCode;
  const auto op = context.op.operation.body().pathPaymentStrictSendOp();
  row.destination = AccountText(arena, op.destination());
  row.asset = OperationAssetOf(AssetTextOf(arena, op.destAsset()));
  row.destination_min = op.destMin();
  row.source_asset = OperationAssetOf(AssetTextOf(arena, op.sendAsset()));
  row.source_amount = op.sendAmount();
  const auto outcome = AppliedOutcome(context);
  if (!outcome) return;
  const auto result = outcome->pathPaymentStrictSendResult();
  if (result.code() == ResultCode::PATH_PAYMENT_STRICT_SEND_SUCCESS) {
    row.amount = result.success().last().amount();
  }
}

void FillAccountMerge(const OperationContext& context, Arena& arena, OperationRow& row) {
  row.destination = AccountText(arena, context.op.operation.body().destination());
}

}  // namespace lake
