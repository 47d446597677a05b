/*---
doc: One row per day and token that changed on it, with how much there is of it, where it lies and who holds it at the day's end.
grain: day and token
key: [day, token_id]
inputs: [asset_flows_agg_day_v1, network_day, _silver_segments]
columns:
- {name: day, type: DATE, doc: "Day in which the ledgers closed, UTC."}
- {name: token_id, type: VARCHAR, doc: "Contract of the token; of a classic asset the one that its asset contract has or would have."}
- {name: supply, type: "DECIMAL(38,0)", unit: token units, nullable: true, doc: "Units that somebody or something holds; NULL where the state is not complete or a number has more than 38 digits."}
- {name: supply_account, type: "DECIMAL(38,0)", unit: token units, nullable: true, doc: "Part of them that accounts hold; NULL as supply is."}
- {name: supply_claimable, type: "DECIMAL(38,0)", unit: token units, nullable: true, doc: "Part of them in claimable balances; NULL as supply is."}
- {name: supply_pool, type: "DECIMAL(38,0)", unit: token units, nullable: true, doc: "Part of them in liquidity pools; NULL as supply is."}
- {name: supply_contract, type: "DECIMAL(38,0)", unit: token units, nullable: true, doc: "Part of them that contract storage says is held; NULL as supply is."}
- {name: holders, type: BIGINT, nullable: true, doc: "Accounts and contracts that hold some; NULL where the state is not complete."}
- {name: trustlines, type: BIGINT, nullable: true, doc: "Trustlines of the asset; NULL where the state is not complete."}
- {name: authorized, type: BIGINT, nullable: true, doc: "Authorized ones among them; NULL where the state is not complete."}
- {name: state_complete, type: BOOLEAN, doc: "Whether all ledgers since the network began, or since a checkpoint, are known up to the day's end."}
---*/
WITH
-- Levels are running sums of changes; what was seen for the first time (opening) is there where the state is seeded.
complete AS (
    SELECT max(hi) AS last_ledger
    FROM _silver_segments
    WHERE root = segment_id AND (lo <= 2)
),
changes AS (
    SELECT day, token_id, delta_holders + opening_holders AS holders, delta_trustlines + opening_trustlines AS trustlines,
        delta_authorized AS authorized, unnest([
            {place: 'account', delta: delta_account, opening: opening_account},
            {place: 'claimable', delta: delta_claimable, opening: opening_claimable},
            {place: 'pool', delta: delta_pool, opening: opening_pool},
            {place: 'contract', delta: delta_contract, opening: opening_contract}], recursive := true)
    FROM asset_flows_agg_day_v1
),
-- In halves of 19 digits, whose sums always fit.
sums AS (
    SELECT day, token_id, place, sum(holders) OVER token AS holders, sum(trustlines) OVER token AS trustlines,
        sum(authorized) OVER token AS authorized,
        bool_and(delta IS NOT NULL AND opening IS NOT NULL) OVER token AS is_known,
        sum(delta::HUGEINT // 10000000000000000000 + opening::HUGEINT // 10000000000000000000) OVER token AS high,
        sum(delta::HUGEINT % 10000000000000000000 + opening::HUGEINT % 10000000000000000000) OVER token AS low
    FROM changes
    WINDOW token AS (PARTITION BY token_id, place ORDER BY day)
),
levels AS (
    SELECT s.day, s.token_id, any_value(s.holders) AS holders, any_value(s.trustlines) AS trustlines,
        any_value(s.authorized) AS authorized, bool_and(is_known) AS is_known,
        list({place: place, high: high, low: low})
            || [{place: 'all', high: sum(high), low: sum(low)}] AS places,
        coalesce(any_value(d.last_ledger <= c.last_ledger), false) AS state_complete
    FROM sums AS s
    LEFT JOIN network_day AS d USING (day)
    CROSS JOIN complete AS c
    GROUP BY s.day, s.token_id
),
told AS (
    SELECT day, token_id, holders, trustlines, authorized, state_complete,
        list_transform(['all', 'account', 'claimable', 'pool', 'contract'], lambda name: list_transform(
            list_filter(places, lambda p: p.place = name),
            lambda p: CASE WHEN state_complete AND is_known AND abs(p.high) < 10000000000000000000
                THEN TRY_CAST(p.high * 10000000000000000000 + p.low AS DECIMAL(38, 0)) END)[1]) AS supplies
    FROM levels
)
SELECT day, token_id, supplies[1] AS supply, supplies[2] AS supply_account, supplies[3] AS supply_claimable,
    supplies[4] AS supply_pool, supplies[5] AS supply_contract,
    CASE WHEN state_complete THEN holders::BIGINT END AS holders,
    CASE WHEN state_complete THEN trustlines::BIGINT END AS trustlines,
    CASE WHEN state_complete THEN authorized::BIGINT END AS authorized, state_complete
FROM told
