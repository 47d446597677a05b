// Trustlines: opening them, and what issuers do to those of others.
#include "stellar/address.h"
#include "tables/operation_row.h"
#include "tables/operation_source.h"

namespace lake {
namespace {

constexpr auto kAuthorized = static_cast<std::uint32_t>(xdr::TrustLineFlags::AUTHORIZED_FLAG);
constexpr auto kMaintainLiabilities =
    static_cast<std::uint32_t>(xdr::TrustLineFlags::AUTHORIZED_TO_MAINTAIN_LIABILITIES_FLAG);

// True when the operation sets the flag, false when it clears it, none when it leaves it.
std::optional<bool> Changed(std::uint32_t flag, std::uint32_t set, std::uint32_t cleared) {
  if ((set & flag) != 0) return true;
  if ((cleared & flag) != 0) return false;
  return std::nullopt;
}

}  // namespace

void FillChangeTrust(const OperationContext& context, Arena& arena, OperationRow& row) {
  const auto op = context.op.operation.body().changeTrustOp();
  row.asset = OperationAssetOf(AssetTextOf(arena, op.line()));
  row.trustor = context.source_account;
  row.trustline_limit = op.limit();
}

void FillAllowTrust(const OperationContext& context, Arena& arena, OperationRow& row) {
  const auto op = context.op.operation.body().allowTrustOp();
  row.asset = OperationAssetOf(AssetTextOf(arena, op.asset(), SourceKey(context).data()));
  row.trustor = AccountText(arena, op.trustor());
  row.authorize = (op.authorize() & kAuthorized) != 0;
  row.authorize_to_maintain_liabilities = (op.authorize() & kMaintainLiabilities) != 0;
  row.trust_line_flags = op.authorize();
}

void FillSetTrustLineFlags(const OperationContext& context, Arena& arena, OperationRow& row) {
  const auto op = context.op.operation.body().setTrustLineFlagsOp();
  const std::uint32_t set = op.setFlags();
  const std::uint32_t cleared = op.clearFlags();
  row.asset = OperationAssetOf(AssetTextOf(arena, op.asset()));
  row.trustor = AccountText(arena, op.trustor());
  row.set_flags = set;
  row.clear_flags = cleared;
  row.trust_line_flags = set;
  row.authorize = Changed(kAuthorized, set, cleared);
  row.authorize_to_maintain_liabilities = Changed(kMaintainLiabilities, set, cleared);
}

void FillClawback(const OperationContext& context, Arena& arena, OperationRow& row) {
  const auto op = context.op.operation.body().clawbackOp();
  row.asset = OperationAssetOf(AssetTextOf(arena, op.asset()));
  row.trustor = AccountText(arena, op.from());
  row.amount = op.amount();
}

}  // namespace lake
