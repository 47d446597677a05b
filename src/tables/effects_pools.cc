// Effects on liquidity pools: deposits, withdrawals, revocation by an issuer, birth and end.
#include <algorithm>
#include <vector>

#include "stellar/amount.h"
#include "stellar/revoked_balance.h"
#include "tables/effects_groups.h"
#include "tables/envelope.h"
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

// What one pool gave back, and to which of the operation's balances.
class RevokedPool {
 public:
  RevokedPool(const OperationContext& operation, const PoolChange& change, Balances balances)
      : change_(change),
        balance_a_(BalanceOf(operation, change.constant_product().params().assetA(), balances)),
        balance_b_(BalanceOf(operation, change.constant_product().params().assetB(), balances)) {}

  // An account without shares leaves a pool as it was.
  bool any() const { return change_.shares != 0 || balance_a_ || balance_b_; }

  EffectDetails Details(EffectWriter& writer) const {
    DetailsBuilder details = writer.Details();
    WritePool(details.Key("liquidity_pool"), writer.arena(), change_);
    JsonWriter& revoked = details.Key("reserves_revoked").OpenArray();
    WriteReserve(revoked, writer.arena(), balance_a_, -change_.reserve_a);
    WriteReserve(revoked, writer.arena(), balance_b_, -change_.reserve_b);
    revoked.CloseArray();
    details.Key("shares_revoked").Plain(LongDecimal7(writer.arena(), -change_.shares));
    return details.Build();
  }

 private:
  using Balance = std::optional<xdr::ClaimableBalanceEntry>;

  Balance BalanceOf(const OperationContext& operation, xdr::Asset asset, Balances balances) const {
    const auto id =
        RevokedBalanceId({.source_key = InnerTransaction(operation.tx.tx.envelope).source_ed25519,
                          .sequence = SequenceOf(operation.tx.tx.envelope),
                          .index = static_cast<std::uint32_t>(operation.index)},
                         change_.pool.liquidityPoolID().bytes(), asset);
    const auto found = std::ranges::find_if(balances, [&id](const auto& balance) {
      return std::ranges::equal(balance.balanceID().encoding(), id);
    });
    return found == balances.end() ? std::nullopt : Balance(*found);
  }

  // Nothing when the account got none of it: an issuer keeps no balance of its own asset.
  static void WriteReserve(JsonWriter& json, Arena& arena, const Balance& balance, Int128 amount) {
    if (!balance) return;
    json.OpenObject();
    json.Key("amount").Plain(LongDecimal7(arena, amount));
    json.Key("asset").Text(AssetTextOf(arena, balance->asset()).canonical);
    json.Key("claimable_balance_id").Hex(balance->balanceID().encoding());
    json.CloseObject();
  }

  const PoolChange& change_;
  Balance balance_a_;
  Balance balance_b_;
};

}  // namespace

Status AddPoolEffects(EffectWriter& writer) {
  return writer.body().type() == xdr::OperationType::LIQUIDITY_POOL_DEPOSIT ? Deposit(writer)
                                                                            : Withdraw(writer);
}

void AddPoolRevocationEffects(EffectWriter& writer) {
  const auto balances = CreatedBalances(writer.changes());
  for (const xdr::ClaimableBalanceEntry balance : balances) {
    AddBalanceCreatedEffects(writer, balance, balance.claimants());
  }
  for (const OperationChange& change : writer.changes()) {
    const auto pool = PoolChangeOf(change);
    if (!pool) continue;
    const RevokedPool revoked(writer.operation(), *pool, balances);
    if (!revoked.any()) continue;
    writer.Add(EffectType::kLiquidityPoolRevoked, writer.source(), revoked.Details(writer));
  }
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
