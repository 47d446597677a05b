// A row of operations_row_v2, and the functions that fill what one type of operation sets.
//
// The row begins with everything NULL but the core; contract/effects.md, section 4, says which
// columns a type has. What only the result or the meta tells stays NULL when the transaction
// failed.
#pragma once

#include "stellar/asset.h"
#include "tables/operation_core.h"

namespace lake {

struct OperationAsset {
  std::optional<std::string_view> canonical;
  std::optional<std::string_view> type;
  std::optional<std::string_view> code;
  std::optional<std::string_view> issuer;
};

inline OperationAsset OperationAssetOf(const AssetText& text) {
  return {text.canonical, text.type, text.code, text.issuer};
}

struct OperationRow {
  OperationCore core;
  std::optional<std::string_view> source_account_muxed;
  OperationAsset asset;
  OperationAsset source_asset;
  Fitted<std::int64_t> amount;
  Fitted<std::int64_t> source_amount;
  std::optional<std::int64_t> destination_min;
  std::optional<std::int64_t> starting_balance;
  std::optional<std::string_view> destination;
  std::optional<std::int64_t> trustline_limit;
  std::optional<std::string_view> trustor;
  std::optional<bool> authorize;
  std::optional<bool> authorize_to_maintain_liabilities;
  Fitted<std::int32_t> trust_line_flags;
  std::optional<std::string_view> balance_id;
  std::optional<std::int32_t> claimants_count;
  std::optional<std::string_view> sponsored_id;
  std::optional<std::int64_t> offer_id;
  std::optional<std::string_view> price;
  std::optional<std::string_view> price_r;
  OperationAsset buying;
  OperationAsset selling;
  std::optional<std::string_view> soroban_operation;
  std::optional<std::string_view> soroban_function;
  std::optional<std::string_view> soroban_contract_id;
  std::optional<bool> soroban_auth_required;
  std::optional<std::int64_t> bump_to;
  Fitted<std::int32_t> set_flags;
  Fitted<std::int32_t> clear_flags;
  std::optional<std::string_view> home_domain;
  Fitted<std::int32_t> master_weight;
  Fitted<std::int32_t> low_threshold;
  Fitted<std::int32_t> medium_threshold;
  Fitted<std::int32_t> high_threshold;
  std::optional<std::string_view> data_name;
  std::optional<std::string_view> data_value;
};

// Calls the function below that belongs to the operation's type.
void FillDetails(const OperationContext&, Arena&, OperationRow&);

// operation_payments.cc
void FillCreateAccount(const OperationContext&, Arena&, OperationRow&);
void FillPayment(const OperationContext&, Arena&, OperationRow&);
void FillPathPaymentStrictReceive(const OperationContext&, Arena&, OperationRow&);
void FillPathPaymentStrictSend(const OperationContext&, Arena&, OperationRow&);
void FillAccountMerge(const OperationContext&, Arena&, OperationRow&);

// operation_offers.cc
void FillManageSellOffer(const OperationContext&, Arena&, OperationRow&);
void FillManageBuyOffer(const OperationContext&, Arena&, OperationRow&);
void FillCreatePassiveSellOffer(const OperationContext&, Arena&, OperationRow&);

// operation_trust.cc
void FillChangeTrust(const OperationContext&, Arena&, OperationRow&);
void FillAllowTrust(const OperationContext&, Arena&, OperationRow&);
void FillSetTrustLineFlags(const OperationContext&, Arena&, OperationRow&);
void FillClawback(const OperationContext&, Arena&, OperationRow&);

// operation_settings.cc
void FillSetOptions(const OperationContext&, Arena&, OperationRow&);
void FillManageData(const OperationContext&, Arena&, OperationRow&);
void FillBumpSequence(const OperationContext&, Arena&, OperationRow&);

// operation_reserves.cc
void FillCreateClaimableBalance(const OperationContext&, Arena&, OperationRow&);
void FillClaimClaimableBalance(const OperationContext&, Arena&, OperationRow&);
void FillClawbackClaimableBalance(const OperationContext&, Arena&, OperationRow&);
void FillBeginSponsoring(const OperationContext&, Arena&, OperationRow&);
void FillRevokeSponsorship(const OperationContext&, Arena&, OperationRow&);

// operation_pools.cc
void FillLiquidityPoolDeposit(const OperationContext&, Arena&, OperationRow&);
void FillLiquidityPoolWithdraw(const OperationContext&, Arena&, OperationRow&);

// operation_soroban.cc
void FillInvokeHostFunction(const OperationContext&, Arena&, OperationRow&);
void FillExtendFootprintTtl(const OperationContext&, Arena&, OperationRow&);
void FillRestoreFootprint(const OperationContext&, Arena&, OperationRow&);

}  // namespace lake
