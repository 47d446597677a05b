/*---
doc: One row per day and liquidity pool that was used, with trades, deposits and withdrawals.
grain: day and pool
key: [day, liquidity_pool_id]
inputs: [trades_enriched_row_v1, token_transfers_row_v1, effects_row_v1, liquidity_pools_snapshot_v1]
columns:
- {name: day, type: DATE, doc: "Day on which the ledgers closed, UTC."}
- {name: liquidity_pool_id, type: VARCHAR, doc: "Id of the pool, hex."}
- {name: trades, type: BIGINT, merge: sum, doc: "Trades that crossed the pool."}
- {name: a_in, type: "DECIMAL(38,0)", unit: stroops, merge: sum, doc: "Units of asset a, the one that sorts first in the pool, that trades brought in."}
- {name: a_out, type: "DECIMAL(38,0)", unit: stroops, merge: sum, doc: "Units of asset a that trades took out."}
- {name: b_in, type: "DECIMAL(38,0)", unit: stroops, merge: sum, doc: "Units of asset b that trades brought in."}
- {name: b_out, type: "DECIMAL(38,0)", unit: stroops, merge: sum, doc: "Units of asset b that trades took out."}
- {name: deposits, type: BIGINT, merge: sum, doc: "Deposits to the pool."}
- {name: deposit_a, type: "DECIMAL(38,0)", unit: stroops, merge: sum, doc: "Units of asset a that were deposited."}
- {name: deposit_b, type: "DECIMAL(38,0)", unit: stroops, merge: sum, doc: "Units of asset b that were deposited."}
- {name: withdrawals, type: BIGINT, merge: sum, doc: "Withdrawals from the pool, redemptions that an issuer forced by taking an authorization away included."}
- {name: withdraw_a, type: "DECIMAL(38,0)", unit: stroops, merge: sum, doc: "Units of asset a that were withdrawn or redeemed so."}
- {name: withdraw_b, type: "DECIMAL(38,0)", unit: stroops, merge: sum, doc: "Units of asset b that were withdrawn or redeemed so."}
- {name: shares_issued, type: "DECIMAL(38,0)", unit: 1e-7 shares, merge: sum, doc: "Shares that deposits were given."}
- {name: shares_redeemed, type: "DECIMAL(38,0)", unit: 1e-7 shares, merge: sum, doc: "Shares that withdrawals and forced redemptions took back."}
---*/
-- How to read this. Everything becomes rows (day, pool, flow, whether it is asset a, amount), which are counted and added.
WITH
-- Trades, and what left the pool for its holders. Effect 95, a redemption that an issuer forced (CAP-38), leaves out what
-- was burnt, so amounts are read from transfers.
moves AS (
    SELECT ledger_sequence, closed_at::DATE AS day, liquidity_pool_id, unnest([
        {flow: 'in', asset: buying_asset, amount: buying_amount::DECIMAL(38, 0)},
        {flow: 'out', asset: selling_asset, amount: selling_amount::DECIMAL(38, 0)}], recursive := true)
    FROM trades_enriched_row_v1
    WHERE trade_type = 'liquidity_pool'
    UNION ALL
    SELECT ledger_sequence, closed_at::DATE AS day, liquidity_pool_id, 'withdraw' AS flow, asset, amount
    FROM token_transfers_row_v1
    WHERE leg IN ('withdraw_a', 'withdraw_b', 'revoke')
),
-- The assets of the pool: of its state after the ledger, or, if it is gone, of what was taken out last, which is all.
assets AS (
    SELECT ledger_sequence, liquidity_pool_id, asset
    FROM moves
    UNION ALL
    SELECT ledger_sequence, liquidity_pool_id, unnest([
        coalesce(asset_a_code || ':' || asset_a_issuer, 'native'),
        coalesce(asset_b_code || ':' || asset_b_issuer, 'native')]) AS asset
    FROM liquidity_pools_snapshot_v1
),
-- Asset a sorts first: lumens, then codes of up to 4 letters, then longer ones, each by the bytes of code and key. The
-- text of a key orders as its bytes do once its digits stand behind its letters.
pools AS (
    SELECT ledger_sequence, liquidity_pool_id, arg_min(asset, {
        is_issued: asset <> 'native', is_long: length(split_part(asset, ':', 1)) > 4, code: split_part(asset, ':', 1),
        issuer: translate(split_part(asset, ':', 2), '234567', '[\]^_`')}) AS asset_a
    FROM assets
    GROUP BY ALL
),
-- Effects of deposits (90), withdrawals (91) and forced redemptions (95) tell shares, and deposits in the pool's order.
effects AS (
    SELECT closed_at::DATE AS day, details_json ->> '$.liquidity_pool.id' AS liquidity_pool_id, effect_type,
        list_transform(json_extract_string(details_json, ['$.reserves_deposited[0].amount',
            '$.reserves_deposited[1].amount', '$.shares_received', '$.shares_redeemed', '$.shares_revoked']),
            lambda amount: replace(amount, '.', '')::DECIMAL(38, 0)) AS amounts
    FROM effects_row_v1
    WHERE effect_type IN (90, 91, 95)
),
flows AS (
    SELECT m.day, m.liquidity_pool_id, m.flow, m.asset = p.asset_a AS is_a, m.amount
    FROM moves AS m
    JOIN pools AS p USING (ledger_sequence, liquidity_pool_id)
    UNION ALL
    SELECT day, liquidity_pool_id, 'deposit', unnest([true, false]) AS is_a, unnest(amounts[1:2])
    FROM effects
    WHERE effect_type = 90
    UNION ALL
    SELECT day, liquidity_pool_id, 'issue', NULL, amounts[3]
    FROM effects
    WHERE effect_type = 90
    UNION ALL
    SELECT day, liquidity_pool_id, 'redeem', NULL, coalesce(amounts[4], amounts[5])
    FROM effects
    WHERE effect_type IN (91, 95)
    UNION ALL
    SELECT day, liquidity_pool_id, 'withdrawal', NULL, NULL
    FROM effects
    WHERE effect_type = 91
    UNION ALL
    SELECT closed_at::DATE, liquidity_pool_id, 'withdrawal', NULL, NULL
    FROM token_transfers_row_v1
    WHERE leg = 'revoke'
    GROUP BY closed_at::DATE, liquidity_pool_id, ledger_sequence, transaction_hash, operation_index
)
SELECT day, liquidity_pool_id,
    count(*) FILTER (flow = 'in') AS trades,
    coalesce(sum(amount) FILTER (flow = 'in' AND is_a), 0)::DECIMAL(38, 0) AS a_in,
    coalesce(sum(amount) FILTER (flow = 'out' AND is_a), 0)::DECIMAL(38, 0) AS a_out,
    coalesce(sum(amount) FILTER (flow = 'in' AND NOT is_a), 0)::DECIMAL(38, 0) AS b_in,
    coalesce(sum(amount) FILTER (flow = 'out' AND NOT is_a), 0)::DECIMAL(38, 0) AS b_out,
    count(*) FILTER (flow = 'issue') AS deposits,
    coalesce(sum(amount) FILTER (flow = 'deposit' AND is_a), 0)::DECIMAL(38, 0) AS deposit_a,
    coalesce(sum(amount) FILTER (flow = 'deposit' AND NOT is_a), 0)::DECIMAL(38, 0) AS deposit_b,
    count(*) FILTER (flow = 'withdrawal') AS withdrawals,
    coalesce(sum(amount) FILTER (flow = 'withdraw' AND is_a), 0)::DECIMAL(38, 0) AS withdraw_a,
    coalesce(sum(amount) FILTER (flow = 'withdraw' AND NOT is_a), 0)::DECIMAL(38, 0) AS withdraw_b,
    coalesce(sum(amount) FILTER (flow = 'issue'), 0)::DECIMAL(38, 0) AS shares_issued,
    coalesce(sum(amount) FILTER (flow = 'redeem'), 0)::DECIMAL(38, 0) AS shares_redeemed
FROM flows
GROUP BY ALL
