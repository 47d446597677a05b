// Effects of operations on trustlines.
#include "stellar/address.h"
#include "stellar/amount.h"
#include "tables/effects_groups.h"
#include "tables/operation_source.h"

namespace lake {
namespace {

constexpr auto kAuthorized = static_cast<std::uint32_t>(xdr::TrustLineFlags::AUTHORIZED_FLAG);
constexpr auto kMaintain =
    static_cast<std::uint32_t>(xdr::TrustLineFlags::AUTHORIZED_TO_MAINTAIN_LIABILITIES_FLAG);
constexpr auto kClawback =
    static_cast<std::uint32_t>(xdr::TrustLineFlags::TRUSTLINE_CLAWBACK_ENABLED_FLAG);

std::optional<xdr::AssetType> TrustedType(const OperationChange& change) {
  const ChangeRef* const latest = change.latest();
  if (latest == nullptr) return std::nullopt;
  return latest->entry().data().trustLine().asset().type();
}

EffectType TrustlineEffect(const OperationChange& change) {
  if (change.removed()) return EffectType::kTrustlineRemoved;
  return change.created() ? EffectType::kTrustlineCreated : EffectType::kTrustlineUpdated;
}

EffectDetails TrustDetails(EffectWriter& writer, xdr::ChangeTrustOp op) {
  const AssetText asset = AssetTextOf(writer.arena(), op.line());
  const std::string_view limit = Decimal7(writer.arena(), op.limit());
  DetailsBuilder details = writer.Details();
  details.Asset(asset).Limit(limit);
  if (asset.pool_id) {
    const Hash256 id = LiquidityPoolId(op.line().liquidityPool());
    details.Key("liquidity_pool_id").Plain(*asset.pool_id);
    details.Key("liquidity_pool_id_strkey").Plain(LiquidityPoolText(writer.arena(), id.data()));
  }
  return details.Build();
}

// An operation on pool shares changes the trustlines of the pool's assets too, so the first
// trustline of the operation's own class counts. An issuer that trusts itself changes none.
Status ChangeTrust(EffectWriter& writer) {
  const xdr::ChangeTrustOp op = writer.body().changeTrustOp();
  for (const OperationChange& change : writer.changes()) {
    if (change.entry_type != xdr::LedgerEntryType::TRUSTLINE) continue;
    if (TrustedType(change) != op.line().type()) continue;
    writer.Add(TrustlineEffect(change), writer.source(), TrustDetails(writer, op));
    break;
  }
  return {};
}

struct FlagChange {
  std::uint32_t set;
  std::uint32_t cleared;

  bool Touches(std::uint32_t flag) const { return ((set | cleared) & flag) != 0; }
  // A flag that is in both counts as cleared.
  bool Sets(std::uint32_t flag) const { return (cleared & flag) == 0; }
};

EffectDetails FlagDetails(EffectWriter& writer, xdr::AccountID trustor, const AssetText& asset,
                          FlagChange flags) {
  DetailsBuilder details = writer.Details();
  details.Asset(asset);
  if (flags.Touches(kAuthorized)) {
    details.AuthorizeFlag("authorized_flag", flags.Sets(kAuthorized));
  }
  if (flags.Touches(kMaintain)) {
    details.Key("authorized_to_maintain_liabilites").Bool(flags.Sets(kMaintain));  // sic
  }
  if (flags.Touches(kClawback)) {
    details.ClawbackFlag("clawback_enabled_flag", flags.Sets(kClawback));
  }
  details.Key("trustor").Plain(AccountText(writer.arena(), trustor));
  return details.Build();
}

FlagChange AllowedFlags(std::uint32_t authorize) {
  if ((authorize & kAuthorized) != 0) return {kAuthorized, 0};
  if ((authorize & kMaintain) != 0) return {kMaintain, 0};
  return {0, kAuthorized | kMaintain};
}

Status AllowTrust(EffectWriter& writer) {
  const xdr::AllowTrustOp op = writer.body().allowTrustOp();
  const AssetText asset =
      AssetTextOf(writer.arena(), op.asset(), SourceKey(writer.operation()).data());
  const auto add = [&](FlagChange flags) {
    writer.Add(EffectType::kTrustlineFlagsUpdated, writer.source(),
               FlagDetails(writer, op.trustor(), asset, flags));
  };
  add({0, 0});  // what Horizon said before the flags had a name of their own
  add(AllowedFlags(op.authorize()));
  AddPoolRevocationEffects(writer);
  return {};
}

Status SetFlags(EffectWriter& writer) {
  const xdr::SetTrustLineFlagsOp op = writer.body().setTrustLineFlagsOp();
  const AssetText asset = AssetTextOf(writer.arena(), op.asset());
  writer.Add(EffectType::kTrustlineFlagsUpdated, writer.source(),
             FlagDetails(writer, op.trustor(), asset, {op.setFlags(), op.clearFlags()}));
  AddPoolRevocationEffects(writer);
  return {};
}

// The units are burned, and still the issuer shows as credited: as Horizon does.
Status Clawback(EffectWriter& writer) {
  const xdr::ClawbackOp op = writer.body().clawbackOp();
  const AssetText asset = AssetTextOf(writer.arena(), op.asset());
  const std::string_view amount = Decimal7(writer.arena(), op.amount());
  const EffectDetails details = writer.Details().Amount(amount).Asset(asset).Build();
  writer.Add(EffectType::kAccountCredited, writer.source(), details);
  writer.Add(EffectType::kAccountDebited, writer.Party(op.from()), details);
  return {};
}

}  // namespace

Status AddTrustlineEffects(EffectWriter& writer) {
  switch (writer.body().type()) {
    case xdr::OperationType::CHANGE_TRUST:
      return ChangeTrust(writer);
    case xdr::OperationType::ALLOW_TRUST:
      return AllowTrust(writer);
    case xdr::OperationType::SET_TRUST_LINE_FLAGS:
      return SetFlags(writer);
    default:
      return Clawback(writer);
  }
}

}  // namespace lake
