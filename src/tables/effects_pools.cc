// Effects on liquidity pools: deposits, withdrawals, revocation by an issuer, birth and end.
#include <algorithm>
#include <vector>

#include "stellar/amount.h"
#include "tables/effects_groups.h"
#include "tables/pool_changes.h"

namespace lake {
namespace {

Status Deposit(EffectWriter& writer) {
  const auto op = writer.body().liquidityPoolDepositOp();
  TRY_ASSIGN(const PoolChange change, PoolChangeOf(writer.changes(), op.liquidityPoolID().bytes()));
  DetailsBuilder details = writer.Details();
  WritePool(details.Key("liquidity_pool"), writer.arena(), change);
  WriteReserves(details.Key("reserves_deposited"), writer.arena(), change, change.reserve_a,
                change.reserve_b);
  details.Key("shares_received").Plain(LongDecimal7(writer.arena(), change.shares));
  writer.Add(EffectType::kLiquidityPoolDeposited, writer.source(), details.Build());
  return {};
}

Status Withdraw(EffectWriter& writer) {
  const auto op = writer.body().liquidityPoolWithdrawOp();
  TRY_ASSIGN(const PoolChange change, PoolChangeOf(writer.changes(), op.liquidityPoolID().bytes()));
  DetailsBuilder details = writer.Details();
  WritePool(details.Key("liquidity_pool"), writer.arena(), change);
  WriteReserves(details.Key("reserves_received"), writer.arena(), change, -change.reserve_a,
                -change.reserve_b);
  details.Key("shares_redeemed").Plain(LongDecimal7(writer.arena(), -change.shares));
  writer.Add(EffectType::kLiquidityPoolWithdrew, writer.source(), details.Build());
  return {};
}

bool SameBytes(Bytes a, Bytes b) { return std::equal(a.begin(), a.end(), b.begin(), b.end()); }

// By asset, as XDR orders them: by type, code, issuer. stellar-core's own order is arbitrary.
std::vector<xdr::ClaimableBalanceEntry> CreatedBalances(OperationChanges changes) {
  std::vector<xdr::ClaimableBalanceEntry> balances;
  for (const OperationChange& change : changes) {
    if (change.entry_type == xdr::LedgerEntryType::CLAIMABLE_BALANCE && change.created()) {
      balances.push_back(change.post->entry().data().claimableBalance());
    }
  }
  std::stable_sort(balances.begin(), balances.end(), [](const auto& a, const auto& b) {
    const Bytes left = a.asset().encoding();
    const Bytes right = b.asset().encoding();
    return std::lexicographical_compare(left.begin(), left.end(), right.begin(), right.end());
  });
  return balances;
}

using Balances = std::span<const xdr::ClaimableBalanceEntry>;

// The reserve of one asset that went to a balance; nothing when its owner got none of it.
void WriteRevoked(JsonWriter& json, Arena& arena, Balances balances, xdr::Asset asset,
                  Int128 amount) {
  const auto found = std::find_if(balances.rbegin(), balances.rend(), [&](const auto& balance) {
    return SameBytes(balance.asset().encoding(), asset.encoding());
  });
  if (found == balances.rend()) return;
  json.OpenObject();
  json.Key("amount").Plain(LongDecimal7(arena, amount));
  json.Key("asset").Text(AssetTextOf(arena, asset).canonical);
  json.Key("claimable_balance_id").Hex(found->balanceID().encoding());
  json.CloseObject();
}

}  // namespace

Status AddPoolEffects(EffectWriter& writer) {
  return writer.body().type() == xdr::OperationType::LIQUIDITY_POOL_DEPOSIT ? Deposit(writer)
                                                                            : Withdraw(writer);
}

void AddPoolRevocationEffects(EffectWriter& writer) {
  const auto change = FindPoolChange(writer.changes(), std::nullopt);
  if (!change) return;
  const auto balances = CreatedBalances(writer.changes());
  if (balances.empty()) return;
  for (const xdr::ClaimableBalanceEntry balance : balances) {
    AddBalanceCreatedEffects(writer, balance, balance.claimants());
  }
  const auto params = change->constant_product().params();
  DetailsBuilder details = writer.Details();
  WritePool(details.Key("liquidity_pool"), writer.arena(), *change);
  JsonWriter& revoked = details.Key("reserves_revoked").OpenArray();
  WriteRevoked(revoked, writer.arena(), balances, params.assetA(), -change->reserve_a);
  WriteRevoked(revoked, writer.arena(), balances, params.assetB(), -change->reserve_b);
  revoked.CloseArray();
  details.Key("shares_revoked").Plain(LongDecimal7(writer.arena(), -change->shares));
  writer.Add(EffectType::kLiquidityPoolRevoked, writer.source(), details.Build());
}

void AddPoolLifecycleEffects(EffectWriter& writer) {
  for (const OperationChange& change : writer.changes()) {
    if (change.entry_type != xdr::LedgerEntryType::LIQUIDITY_POOL) continue;
    DetailsBuilder details = writer.Details();
    if (change.created()) {
      WritePool(details.Key("liquidity_pool"), writer.arena(),
                {change.post->entry().data().liquidityPool(), 0, 0, 0});
      writer.Add(EffectType::kLiquidityPoolCreated, writer.source(), details.Build());
    } else if (change.removed() && change.pre != nullptr) {
      const Bytes id = change.pre->entry().data().liquidityPool().liquidityPoolID().bytes();
      details.Key("liquidity_pool_id").Hex(id);
      writer.Add(EffectType::kLiquidityPoolRemoved, writer.source(), details.Build());
    }
  }
}

}  // namespace lake
