/*---
doc: One row per day and liquidity pool that was used, with its trades and what it holds at the day's end.
grain: day and pool
key: [day, liquidity_pool_id]
inputs: [liquidity_pools_agg_day_v1, liquidity_pools_history_v1, network_day]
columns:
- {name: day, type: DATE, doc: "Day in which the ledgers closed, UTC."}
- {name: liquidity_pool_id, type: VARCHAR, doc: "Id of the pool, hex."}
- {name: trades, type: BIGINT, doc: "Trades that crossed the pool."}
- {name: a_in, type: "DECIMAL(38,0)", unit: stroops, doc: "Units of asset a that trades brought in."}
- {name: a_out, type: "DECIMAL(38,0)", unit: stroops, doc: "Units of asset a that trades took out."}
- {name: b_in, type: "DECIMAL(38,0)", unit: stroops, doc: "Units of asset b that trades brought in."}
- {name: b_out, type: "DECIMAL(38,0)", unit: stroops, doc: "Units of asset b that trades took out."}
- {name: deposits, type: BIGINT, doc: "Deposits to the pool."}
- {name: withdrawals, type: BIGINT, doc: "Withdrawals from the pool, forced redemptions included."}
- {name: shares_issued, type: "DECIMAL(38,0)", unit: 1e-7 shares, doc: "Shares that deposits were given."}
- {name: shares_redeemed, type: "DECIMAL(38,0)", unit: 1e-7 shares, doc: "Shares that withdrawals took back."}
- {name: asset_a, type: VARCHAR, nullable: true, doc: "Asset a, native or CODE:ISSUER; NULL when the pool is gone at the day's end."}
- {name: reserve_a, type: BIGINT, unit: stroops, nullable: true, doc: "Units of it that the pool holds at the day's end; NULL when the pool is gone."}
- {name: asset_b, type: VARCHAR, nullable: true, doc: "Asset b, native or CODE:ISSUER; NULL when the pool is gone at the day's end."}
- {name: reserve_b, type: BIGINT, unit: stroops, nullable: true, doc: "Units of it that the pool holds at the day's end; NULL when the pool is gone."}
- {name: total_shares, type: BIGINT, unit: 1e-7 shares, nullable: true, doc: "Shares of the pool at the day's end; NULL when the pool is gone."}
---*/
SELECT p.day, p.liquidity_pool_id, p.trades, p.a_in, p.a_out, p.b_in, p.b_out, p.deposits, p.withdrawals, p.shares_issued,
    p.shares_redeemed, h.asset_a, h.reserve_a, h.asset_b, h.reserve_b, h.total_shares
FROM liquidity_pools_agg_day_v1 AS p
JOIN network_day AS d USING (day)
LEFT JOIN liquidity_pools_history_v1 AS h ON h.liquidity_pool_id = p.liquidity_pool_id
    AND h.valid_from_ledger <= d.last_ledger AND coalesce(h.valid_to_ledger > d.last_ledger, true)
    AND h.known_to_ledger >= d.last_ledger
