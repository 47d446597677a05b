// Liquidity pools (CAP-38): deposits and withdrawals, in pool shares.
#include <algorithm>

#include "stellar/integer_text.h"
#include "tables/operation_row.h"

namespace lake {
namespace {

std::optional<std::int64_t> SharesOf(const ChangeRef& change, Bytes pool_id) {
  if (change.entry_type != xdr::LedgerEntryType::LIQUIDITY_POOL ||
      change.type == xdr::LedgerEntryChangeType::LEDGER_ENTRY_REMOVED) {
    return std::nullopt;
  }
  const xdr::LiquidityPoolEntry pool = change.entry().data().liquidityPool();
  const Bytes id = pool.liquidityPoolID().bytes();
  if (!std::equal(id.begin(), id.end(), pool_id.begin(), pool_id.end())) return std::nullopt;
  return pool.body().constantProduct().totalPoolShares();
}

// How many shares of the pool the operation made. The result does not say, the pool's entry does.
std::optional<Int128> NewShares(const OperationContext& context, Bytes pool_id) {
  std::optional<std::int64_t> before;
  for (const ChangeRef& change : context.tx.ledger.ledger.changes(context.op.changes)) {
    const auto shares = SharesOf(change, pool_id);
    if (!shares) continue;
    if (change.type == xdr::LedgerEntryChangeType::LEDGER_ENTRY_STATE) {
      before = shares;
      continue;
    }
    if (!before) return std::nullopt;
    return Int128{*shares} - *before;
  }
  return std::nullopt;
}

void FillPool(xdr::Fixed<32> pool_id, Arena& arena, OperationRow& row) {
  row.asset = OperationAssetOf(PoolShareText(arena, pool_id.bytes()));
}

}  // namespace

void FillLiquidityPoolDeposit(const OperationContext& context, Arena& arena, OperationRow& row) {
  const auto op = context.op.operation.body().liquidityPoolDepositOp();
  FillPool(op.liquidityPoolID(), arena, row);
  if (context.tx.tx.successful) row.amount = NewShares(context, op.liquidityPoolID().bytes());
}

void FillLiquidityPoolWithdraw(const OperationContext& context, Arena& arena, OperationRow& row) {
  const auto op = context.op.operation.body().liquidityPoolWithdrawOp();
  FillPool(op.liquidityPoolID(), arena, row);
  row.amount = op.amount();
}

}  // namespace lake
