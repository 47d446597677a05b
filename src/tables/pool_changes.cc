#include "tables/pool_changes.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/hex.h"
#include "stellar/amount.h"
#include "stellar/asset.h"

namespace lake {
namespace {

void Accumulate(PoolChange& change, const ChangeRef* image, Int128 sign) {
  if (image == nullptr) return;
  const auto pool = image->entry().data().liquidityPool().body().constantProduct();
  change.reserve_a += sign * pool.reserveA();
  change.reserve_b += sign * pool.reserveB();
  change.shares += sign * pool.totalPoolShares();
}

}  // namespace

std::optional<PoolChange> PoolChangeOf(const OperationChange& change) {
  if (change.entry_type != xdr::LedgerEntryType::LIQUIDITY_POOL) return std::nullopt;
  const ChangeRef* const latest = change.latest();
  if (latest == nullptr) return std::nullopt;
  PoolChange result{latest->entry().data().liquidityPool(), 0, 0, 0};
  Accumulate(result, change.post, 1);
  Accumulate(result, change.pre, -1);
  return result;
}

Result<PoolChange> PoolChangeOf(OperationChanges changes, Bytes pool_id) {
  for (const OperationChange& change : changes) {
    const auto pool = PoolChangeOf(change);
    if (pool && std::ranges::equal(pool->pool.liquidityPoolID().bytes(), pool_id)) return *pool;
  }
  return {Code::kDataLoss,
          fmt::format("liquidity pool {} is not among the entry changes", Hex(pool_id))};
}

void WritePool(JsonWriter& json, Arena& arena, const PoolChange& change) {
  const xdr::LiquidityPoolEntryConstantProduct pool = change.constant_product();
  json.OpenObject();
  json.Key("fee_bp").Number(std::int64_t{pool.params().fee()});
  json.Key("id").Hex(change.pool.liquidityPoolID().bytes());
  json.Key("reserves");
  WriteReserves(json, arena, change, pool.reserveA(), pool.reserveB());
  json.Key("total_shares").Plain(Decimal7(arena, pool.totalPoolShares()));
  json.Key("total_trustlines").Plain(IntegerText(arena, pool.poolSharesTrustLineCount()));
  json.Key("type").Plain("constant_product");
  json.CloseObject();
}

void WriteReserves(JsonWriter& json, Arena& arena, const PoolChange& change, Int128 amount_a,
                   Int128 amount_b) {
  const auto params = change.constant_product().params();
  const auto write = [&](xdr::Asset asset, Int128 amount) {
    json.OpenObject();
    json.Key("amount").Plain(LongDecimal7(arena, amount));
    json.Key("asset").Text(AssetTextOf(arena, asset).canonical);
    json.CloseObject();
  };
  json.OpenArray();
  write(params.assetA(), amount_a);
  write(params.assetB(), amount_b);
  json.CloseArray();
}

}  // namespace lake
