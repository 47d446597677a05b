// Payments: new accounts, payments along paths or straight, and accounts that pay out everything.
#include "stellar/address.h"
#include "tables/claim_atoms.h"
#include "tables/operation_result.h"
#include "tables/operation_row.h"

namespace lake {

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
    row.source_amount = SentAmount(result.success());
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
