// Effects of operations on claimable balances.
#include <algorithm>

#include "stellar/amount.h"
#include "tables/claim_predicate.h"
#include "tables/effects_groups.h"

namespace lake {
namespace {

constexpr std::string_view kClawbackKey = "claimable_balance_clawback_enabled_flag";

bool ClawbackEnabled(xdr::ClaimableBalanceEntry balance) {
  constexpr auto kFlag = static_cast<std::uint32_t>(
      xdr::ClaimableBalanceFlags::CLAIMABLE_BALANCE_CLAWBACK_ENABLED_FLAG);
  const xdr::ClaimableBalanceEntryExt ext = balance.ext();
  return ext.v() == 1 && (ext.v1().flags() & kFlag) != 0;
}

// The details of 50 and 52.
EffectDetails BalanceDetails(EffectWriter& writer, xdr::ClaimableBalanceEntry balance) {
  const AssetText asset = AssetTextOf(writer.arena(), balance.asset());
  DetailsBuilder details = writer.Details();
  details.Amount(Decimal7(writer.arena(), balance.amount())).AssetName(asset);
  details.Key("balance_id").Hex(balance.balanceID().encoding());
  if (ClawbackEnabled(balance)) details.ClawbackFlag(kClawbackKey, true);
  return details.Build();
}

EffectDetails AmountOf(EffectWriter& writer, xdr::ClaimableBalanceEntry balance) {
  const AssetText asset = AssetTextOf(writer.arena(), balance.asset());
  const std::string_view amount = Decimal7(writer.arena(), balance.amount());
  return writer.Details().Amount(amount).Asset(asset).Build();
}

// The last image of the balance that the operation took away.
std::optional<xdr::ClaimableBalanceEntry> RemovedBalance(const EffectWriter& writer,
                                                         xdr::ClaimableBalanceID id) {
  const Bytes wanted = id.encoding();
  for (const OperationChange& change : writer.changes()) {
    if (change.entry_type != xdr::LedgerEntryType::CLAIMABLE_BALANCE) continue;
    if (!change.removed() || change.pre == nullptr) continue;
    const xdr::ClaimableBalanceEntry balance = change.pre->entry().data().claimableBalance();
    const Bytes own = balance.balanceID().encoding();
    if (std::equal(own.begin(), own.end(), wanted.begin(), wanted.end())) return balance;
  }
  return std::nullopt;
}

Error BalanceMissing() {
  return {Code::kDataLoss, "the claimable balance is not among the entry changes"};
}

Status Create(EffectWriter& writer) {
  for (const OperationChange& change : writer.changes()) {
    if (change.entry_type != xdr::LedgerEntryType::CLAIMABLE_BALANCE || change.post == nullptr) {
      continue;
    }
    const xdr::ClaimableBalanceEntry balance = change.post->entry().data().claimableBalance();
    // The entry has absolute times where the operation may have relative ones; effects show what
    // was asked for.
    AddBalanceCreatedEffects(writer, balance, writer.body().createClaimableBalanceOp().claimants());
    writer.Add(EffectType::kAccountDebited, writer.source(), AmountOf(writer, balance));
    return {};
  }
  return BalanceMissing();
}

Status Claim(EffectWriter& writer) {
  const auto balance = RemovedBalance(writer, writer.body().claimClaimableBalanceOp().balanceID());
  if (!balance) return BalanceMissing();
  writer.Add(EffectType::kClaimableBalanceClaimed, writer.source(),
             BalanceDetails(writer, *balance));
  writer.Add(EffectType::kAccountCredited, writer.source(), AmountOf(writer, *balance));
  return {};
}

Status Clawback(EffectWriter& writer) {
  const xdr::ClaimableBalanceID id = writer.body().clawbackClaimableBalanceOp().balanceID();
  const auto balance = RemovedBalance(writer, id);
  if (!balance) return BalanceMissing();
  DetailsBuilder details = writer.Details();
  details.Key("balance_id").Hex(id.encoding());
  writer.Add(EffectType::kClaimableBalanceClawedBack, writer.source(), details.Build());
  writer.Add(EffectType::kAccountCredited, writer.source(), AmountOf(writer, *balance));
  return {};
}

}  // namespace

Status AddClaimableBalanceEffects(EffectWriter& writer) {
  switch (writer.body().type()) {
    case xdr::OperationType::CREATE_CLAIMABLE_BALANCE:
      return Create(writer);
    case xdr::OperationType::CLAIM_CLAIMABLE_BALANCE:
      return Claim(writer);
    default:
      return Clawback(writer);
  }
}

void AddBalanceCreatedEffects(EffectWriter& writer, xdr::ClaimableBalanceEntry balance,
                              xdr::Array<xdr::Claimant> claimants) {
  writer.Add(EffectType::kClaimableBalanceCreated, writer.source(),
             BalanceDetails(writer, balance));
  const AssetText asset = AssetTextOf(writer.arena(), balance.asset());
  const std::string_view amount = Decimal7(writer.arena(), balance.amount());
  const Bytes id = balance.balanceID().encoding();
  for (const xdr::Claimant claimant : claimants) {
    DetailsBuilder details = writer.Details();
    details.Amount(amount).AssetName(asset);
    details.Key("balance_id").Hex(id);
    WriteClaimPredicate(details.Key("predicate"), claimant.v0().predicate());
    writer.Add(EffectType::kClaimableBalanceClaimantCreated,
               writer.Party(claimant.v0().destination()), details.Build());
  }
}

}  // namespace lake
