// Effects of operations that move an amount from one account to another.
#include "stellar/address.h"
#include "stellar/amount.h"
#include "tables/claim_atoms.h"
#include "tables/effects_groups.h"
#include "tables/operation_result.h"

namespace lake {
namespace {

constexpr std::uint32_t kMasterKeyWeight = 1;  // of every new account

EffectDetails AmountOf(EffectWriter& writer, Int128 stroops, const AssetText& asset) {
  const std::string_view amount = LongDecimal7(writer.arena(), stroops);
  return writer.Details().Amount(amount).Asset(asset).Build();
}

EffectDetails AmountOf(EffectWriter& writer, Int128 stroops, xdr::Asset asset) {
  return AmountOf(writer, stroops, AssetTextOf(writer.arena(), asset));
}

EffectDetails NativeAmountOf(EffectWriter& writer, std::int64_t stroops) {
  return AmountOf(writer, stroops, *ParseAssetText("native"));
}

Status CreateAccount(EffectWriter& writer) {
  const xdr::CreateAccountOp op = writer.body().createAccountOp();
  const EffectParty account = writer.Party(op.destination());
  const std::string_view balance = Decimal7(writer.arena(), op.startingBalance());
  DetailsBuilder created = writer.Details();
  created.Key("starting_balance").Plain(balance);
  writer.Add(EffectType::kAccountCreated, account, created.Build());
  writer.Add(EffectType::kAccountDebited, writer.source(),
             NativeAmountOf(writer, op.startingBalance()));
  writer.Add(
      EffectType::kSignerCreated, account,
      writer.Details().Signer("public_key", account.account).Weight(kMasterKeyWeight).Build());
  return {};
}

Status Payment(EffectWriter& writer) {
  const xdr::PaymentOp op = writer.body().paymentOp();
  const EffectDetails details = AmountOf(writer, op.amount(), op.asset());
  writer.Add(EffectType::kAccountCredited, writer.Party(op.destination()), details);
  writer.Add(EffectType::kAccountDebited, writer.source(), details);
  return {};
}

Status StrictReceive(EffectWriter& writer) {
  TRY_ASSIGN(const auto atoms, ClaimAtomsOf(writer.operation()));
  const auto op = writer.body().pathPaymentStrictReceiveOp();
  const auto success =
      writer.operation().op.result->tr().pathPaymentStrictReceiveResult().success();
  const Int128 sent = SentAmount(success);
  writer.Add(EffectType::kAccountCredited, writer.Party(op.destination()),
             AmountOf(writer, op.destAmount(), op.destAsset()));
  writer.Add(EffectType::kAccountDebited, writer.source(), AmountOf(writer, sent, op.sendAsset()));
  return AddTradeEffects(writer, atoms, true);
}

Status StrictSend(EffectWriter& writer) {
  TRY_ASSIGN(const auto atoms, ClaimAtomsOf(writer.operation()));
  const auto op = writer.body().pathPaymentStrictSendOp();
  const auto success = writer.operation().op.result->tr().pathPaymentStrictSendResult().success();
  writer.Add(EffectType::kAccountCredited, writer.Party(op.destination()),
             AmountOf(writer, success.last().amount(), op.destAsset()));
  writer.Add(EffectType::kAccountDebited, writer.source(),
             AmountOf(writer, op.sendAmount(), op.sendAsset()));
  return AddTradeEffects(writer, atoms, false);
}

Status AccountMerge(EffectWriter& writer) {
  const auto outcome = AppliedOutcome(writer.operation());
  if (!outcome ||
      outcome->accountMergeResult().code() != xdr::AccountMergeResultCode::ACCOUNT_MERGE_SUCCESS) {
    return {Code::kDataLoss, "a successful transaction with a failed account_merge"};
  }
  const EffectDetails details =
      NativeAmountOf(writer, outcome->accountMergeResult().sourceAccountBalance());
  writer.Add(EffectType::kAccountDebited, writer.source(), details);
  writer.Add(EffectType::kAccountCredited, writer.Party(writer.body().destination()), details);
  writer.Add(EffectType::kAccountRemoved, writer.source(), {});
  return {};
}

Status Inflation(EffectWriter& writer) {
  const auto outcome = AppliedOutcome(writer.operation());
  if (!outcome ||
      outcome->inflationResult().code() != xdr::InflationResultCode::INFLATION_SUCCESS) {
    return {Code::kDataLoss, "a successful transaction with a failed inflation"};
  }
  for (const xdr::InflationPayout payout : outcome->inflationResult().payouts()) {
    writer.Add(EffectType::kAccountCredited, writer.Party(payout.destination()),
               NativeAmountOf(writer, payout.amount()));
  }
  return {};
}

}  // namespace

Status AddPaymentEffects(EffectWriter& writer) {
  switch (writer.body().type()) {
    case xdr::OperationType::CREATE_ACCOUNT:
      return CreateAccount(writer);
    case xdr::OperationType::PAYMENT:
      return Payment(writer);
    case xdr::OperationType::PATH_PAYMENT_STRICT_RECEIVE:
      return StrictReceive(writer);
    case xdr::OperationType::PATH_PAYMENT_STRICT_SEND:
      return StrictSend(writer);
    case xdr::OperationType::ACCOUNT_MERGE:
      return AccountMerge(writer);
    default:
      return Inflation(writer);
  }
}

}  // namespace lake
