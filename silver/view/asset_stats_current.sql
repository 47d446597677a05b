/*---
doc: One row per token that anybody holds or trusts, with how much there is of it, where it lies and who holds it.
grain: token
key: [token_id]
inputs: [balances_current_v1, trustlines_current_v1]
columns:
- {name: token_id, type: VARCHAR, doc: "Contract of the token; of a classic asset the one that its asset contract has or would have."}
- {name: supply, type: "DECIMAL(38,0)", unit: token units, nullable: true, doc: "Units that somebody or something holds, as far as seen; NULL when a number has more than 38 digits."}
- {name: supply_account, type: "DECIMAL(38,0)", unit: token units, nullable: true, doc: "Part of them that accounts hold; NULL as supply is."}
- {name: supply_claimable, type: "DECIMAL(38,0)", unit: token units, nullable: true, doc: "Part of them in claimable balances; NULL as supply is."}
- {name: supply_pool, type: "DECIMAL(38,0)", unit: token units, nullable: true, doc: "Part of them in liquidity pools; NULL as supply is."}
- {name: supply_contract, type: "DECIMAL(38,0)", unit: token units, nullable: true, doc: "Part of them that contract storage says is held; NULL as supply is."}
- {name: holders, type: BIGINT, doc: "Accounts and contracts that hold some."}
- {name: claimable_balances, type: BIGINT, doc: "Claimable balances that hold some."}
- {name: liquidity_pools, type: BIGINT, doc: "Liquidity pools that hold some."}
- {name: trustlines, type: BIGINT, doc: "Trustlines of the asset, empty ones too."}
- {name: authorized, type: BIGINT, doc: "Authorized ones among them."}
- {name: state_complete, type: BOOLEAN, doc: "Whether all ledgers since the network began, or since a checkpoint, are known."}
---*/
WITH
-- In halves of 19 digits, whose sums always fit: contracts can write balances whose sum no type holds.
held AS (
    SELECT token_id, CASE source WHEN 'claimable_balance' THEN 'claimable' WHEN 'liquidity_pool' THEN 'pool'
            WHEN 'contract_storage' THEN 'contract' ELSE 'account' END AS place,
        count(*) FILTER (balance_text <> '0') AS holders, bool_and(balance IS NOT NULL) AS is_known,
        sum(balance::HUGEINT // 10000000000000000000) AS high, sum(balance::HUGEINT % 10000000000000000000) AS low,
        bool_and(state_complete) AS state_complete
    FROM balances_current_v1
    GROUP BY ALL
),
places AS (
    SELECT token_id, sum(holders) FILTER (place IN ('account', 'contract')) AS holders,
        sum(holders) FILTER (place = 'claimable') AS claimable_balances,
        sum(holders) FILTER (place = 'pool') AS liquidity_pools, bool_and(is_known) AS is_known,
        bool_and(state_complete) AS state_complete, [
            {high: sum(high), low: sum(low)},
            {high: sum(high) FILTER (place = 'account'), low: sum(low) FILTER (place = 'account')},
            {high: sum(high) FILTER (place = 'claimable'), low: sum(low) FILTER (place = 'claimable')},
            {high: sum(high) FILTER (place = 'pool'), low: sum(low) FILTER (place = 'pool')},
            {high: sum(high) FILTER (place = 'contract'), low: sum(low) FILTER (place = 'contract')}] AS sums
    FROM held
    GROUP BY token_id
),
lines AS (
    SELECT token_id, count(*) AS trustlines, count(*) FILTER (authorized) AS authorized,
        bool_and(state_complete) AS state_complete
    FROM trustlines_current_v1
    WHERE token_id IS NOT NULL
    GROUP BY token_id
),
told AS (
    SELECT token_id, coalesce(holders, 0)::BIGINT AS holders, coalesce(claimable_balances, 0)::BIGINT AS claimable_balances,
        coalesce(liquidity_pools, 0)::BIGINT AS liquidity_pools, coalesce(trustlines, 0) AS trustlines,
        coalesce(authorized, 0) AS authorized, coalesce(p.state_complete, l.state_complete) AS state_complete,
        list_transform(coalesce(sums, [NULL, NULL, NULL, NULL, NULL]), lambda s: CASE
            WHEN coalesce(is_known, true) AND abs(coalesce(s.high, 0)) < 10000000000000000000
            THEN TRY_CAST(coalesce(s.high, 0) * 10000000000000000000 + coalesce(s.low, 0) AS DECIMAL(38, 0)) END) AS supplies
    FROM places AS p
    FULL JOIN lines AS l USING (token_id)
)
SELECT token_id, supplies[1] AS supply, supplies[2] AS supply_account, supplies[3] AS supply_claimable,
    supplies[4] AS supply_pool, supplies[5] AS supply_contract, holders, claimable_balances, liquidity_pools, trustlines,
    authorized, state_complete
FROM told
