#include "tables/operation_row.h"

#include <array>

#include "base/check.h"

namespace lake {
namespace {

void FillNothing(const OperationContext&, Arena&, OperationRow&) {}

using Fill = void (*)(const OperationContext&, Arena&, OperationRow&);

// By OperationType.
constexpr std::array<Fill, 27> kFill{
    FillCreateAccount,
    FillPayment,
    FillPathPaymentStrictReceive,
    FillManageSellOffer,
    FillCreatePassiveSellOffer,
    FillSetOptions,
    FillChangeTrust,
    FillAllowTrust,
    FillAccountMerge,
    FillNothing,  // inflation
    FillManageData,
    FillBumpSequence,
    FillManageBuyOffer,
    FillPathPaymentStrictSend,
    FillCreateClaimableBalance,
    FillClaimClaimableBalance,
    FillBeginSponsoring,
    FillNothing,  // end_sponsoring_future_reserves
    FillRevokeSponsorship,
    FillClawback,
    FillClawbackClaimableBalance,
    FillSetTrustLineFlags,
    FillLiquidityPoolDeposit,
    FillLiquidityPoolWithdraw,
    FillInvokeHostFunction,
    FillExtendFootprintTtl,
    FillRestoreFootprint,
};

}  // namespace

void FillDetails(const OperationContext& context, Arena& arena, OperationRow& row) {
  const auto type = static_cast<std::size_t>(context.op.operation.body().type());
  CHECK(type < kFill.size());
  kFill[type](context, arena, row);
}

}  // namespace lake
