/*---
doc: One row per state of a liquidity pool.
grain: state of a liquidity pool
key: [liquidity_pool_id]
inputs: [liquidity_pools_snapshot_v1, ledger_entry_removals_stream_v1]
columns:
- {name: liquidity_pool_id, type: VARCHAR, doc: "Id of the pool, hex."}
- {name: address, type: VARCHAR, doc: "The same id as an address (L)."}
- {name: fee_bp, type: INTEGER, unit: basis points, doc: "Fee of a trade."}
- {name: trustline_count, type: INTEGER, nullable: true, doc: "Accounts that trust the pool's shares; NULL when the type cannot hold the number."}
- {name: total_shares, type: BIGINT, unit: 1e-7 shares, doc: "Shares issued."}
- {name: asset_a, type: VARCHAR, doc: "First asset: native or CODE:ISSUER."}
- {name: reserve_a, type: BIGINT, unit: stroops, doc: "Reserve of the first asset."}
- {name: asset_b, type: VARCHAR, doc: "Second asset: native or CODE:ISSUER."}
- {name: reserve_b, type: BIGINT, unit: stroops, doc: "Reserve of the second asset."}
---*/
SELECT
  liquidity_pool_id,
  pool_address(liquidity_pool_id) AS address,
  fee AS fee_bp,
  trustline_count,
  total_pool_shares AS total_shares,
  CASE asset_a_type WHEN 'native' THEN 'native' ELSE asset_a_code || ':' || asset_a_issuer END AS asset_a,
  asset_a_amount AS reserve_a,
  CASE asset_b_type WHEN 'native' THEN 'native' ELSE asset_b_code || ':' || asset_b_issuer END AS asset_b,
  asset_b_amount AS reserve_b,
  ledger_sequence,
  closed_at,
  NULL::VARCHAR AS change
FROM liquidity_pools_snapshot_v1
UNION ALL BY NAME
SELECT entry_key AS liquidity_pool_id, ledger_sequence, closed_at, reason AS end_reason
FROM ledger_entry_removals_stream_v1
WHERE entry_type = 'liquidity_pool'
