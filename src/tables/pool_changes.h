// What an operation did to a liquidity pool, and the `liquidity_pool` object of effects' details.
//
// Pure functions over validated XDR; kDataLoss when the pool is not among the changes.
#pragma once

#include <optional>

#include "base/result.h"
#include "stellar/integer_text.h"
#include "tables/json_writer.h"
#include "tables/operation_changes.h"

namespace lake {

struct PoolChange {
  xdr::LiquidityPoolEntry pool;  // after the operation; before it when the pool is gone
  // After minus before; an absent pool counts as empty.
  Int128 reserve_a;
  Int128 reserve_b;
  Int128 shares;

  xdr::LiquidityPoolEntryConstantProduct constant_product() const {
    return pool.body().constantProduct();
  }
};

// What one of the operation's changes did to a pool; none when it is about no pool.
std::optional<PoolChange> PoolChangeOf(const OperationChange& change);
// The first change of the pool with that id.
Result<PoolChange> PoolChangeOf(OperationChanges changes, Bytes pool_id);

// {"fee_bp":30,"id":...,"reserves":[...],"total_shares":...,"total_trustlines":...,"type":...}
void WritePool(JsonWriter& json, Arena& arena, const PoolChange& change);
// [{"amount":...,"asset":...},{...}]: two amounts of the pool's assets.
void WriteReserves(JsonWriter& json, Arena& arena, const PoolChange& change, Int128 amount_a,
                   Int128 amount_b);

}  // namespace lake
