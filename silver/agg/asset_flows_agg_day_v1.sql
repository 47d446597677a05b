/*---
doc: One row per day and token with what moved, what was made and burnt, and how holdings and holders changed.
grain: day and token
key: [day, token_id]
inputs: [token_transfers_row_v1, balances_changes, trustlines_changes]
columns:
- {name: day, type: DATE, doc: "Day on which the ledgers closed, UTC."}
- {name: token_id, type: VARCHAR, doc: "Contract of the token; of a classic asset the one that its asset contract has or would have."}
- {name: transfer_count, type: BIGINT, merge: sum, doc: "Transfers: movements that neither made nor burnt units."}
- {name: transfer_amount, type: "DECIMAL(38,0)", unit: token units, nullable: true, merge: sum_or_null, doc: "Units they moved; NULL when an amount or the sum has more than 38 digits."}
- {name: mint_count, type: BIGINT, merge: sum, doc: "Movements that made units."}
- {name: mint_amount, type: "DECIMAL(38,0)", unit: token units, nullable: true, merge: sum_or_null, doc: "Units they made; NULL when an amount or the sum has more than 38 digits."}
- {name: burn_count, type: BIGINT, merge: sum, doc: "Movements that burnt units, clawbacks included."}
- {name: burn_amount, type: "DECIMAL(38,0)", unit: token units, nullable: true, merge: sum_or_null, doc: "Units they burnt; NULL when an amount or the sum has more than 38 digits."}
- {name: clawback_amount, type: "DECIMAL(38,0)", unit: token units, nullable: true, merge: sum_or_null, doc: "Part of burn_amount that was clawed back; NULL when an amount or the sum has more than 38 digits."}
- {name: fee_amount, type: "DECIMAL(38,0)", unit: token units, nullable: true, merge: sum_or_null, doc: "Fees less refunds, of lumens only; NULL when the sum has more than 38 digits."}
- {name: trade_amount, type: "DECIMAL(38,0)", unit: token units, nullable: true, merge: sum_or_null, doc: "Units that changed hands in trades, which transfers, mints and burns hold too; NULL when the sum has more than 38 digits."}
- {name: delta_account, type: "DECIMAL(38,0)", unit: token units, nullable: true, merge: sum_or_null, doc: "Change of what accounts hold themselves or in trustlines; NULL when it has more than 38 digits."}
- {name: delta_claimable, type: "DECIMAL(38,0)", unit: token units, nullable: true, merge: sum_or_null, doc: "Change of what lies in claimable balances; NULL when it has more than 38 digits."}
- {name: delta_pool, type: "DECIMAL(38,0)", unit: token units, nullable: true, merge: sum_or_null, doc: "Change of what lies in liquidity pools; NULL when it has more than 38 digits."}
- {name: delta_contract, type: "DECIMAL(38,0)", unit: token units, nullable: true, merge: sum_or_null, doc: "Change of what contract storage says is held; NULL when it or a balance has more than 38 digits."}
- {name: delta_holders, type: BIGINT, merge: sum, doc: "Accounts and contracts that came to hold some less those that came to hold none."}
- {name: delta_trustlines, type: BIGINT, merge: sum, doc: "Trustlines that were made less those that were removed."}
- {name: delta_authorized, type: BIGINT, merge: sum, doc: "Trustlines that became authorized less those that ceased to be."}
- {name: opening_account, type: "DECIMAL(38,0)", unit: token units, nullable: true, merge: sum_or_null, doc: "Held by accounts and seen for the first time, so that the change is not known; NULL when it has more than 38 digits."}
- {name: opening_claimable, type: "DECIMAL(38,0)", unit: token units, nullable: true, merge: sum_or_null, doc: "The same of claimable balances; NULL when it has more than 38 digits."}
- {name: opening_pool, type: "DECIMAL(38,0)", unit: token units, nullable: true, merge: sum_or_null, doc: "The same of liquidity pools; NULL when it has more than 38 digits."}
- {name: opening_contract, type: "DECIMAL(38,0)", unit: token units, nullable: true, merge: sum_or_null, doc: "The same of contract storage; NULL when it or a balance has more than 38 digits."}
- {name: opening_holders, type: BIGINT, merge: sum, doc: "Accounts and contracts that hold some and were seen for the first time."}
- {name: opening_trustlines, type: BIGINT, merge: sum, doc: "Trustlines that were seen for the first time."}
---*/
-- How to read this. Everything becomes rows (day, token, measure, how many, how much); one place adds them up, since
-- contracts can write amounts whose sum no type holds, which must give NULL and not stop a batch (D28). What changes
-- nothing has no row here: whether a token has a row on a day then does not depend on where batches are cut.
WITH
transfers AS (
    SELECT closed_at::DATE AS day, token_id, amount,
        unnest(list_filter([if(kind IN ('clawback', 'burn'), 'burn', kind), if(kind = 'clawback', kind, NULL),
            if(leg IN ('sold', 'bought'), 'trade', NULL)], lambda measure: measure IS NOT NULL)) AS measure
    FROM token_transfers_row_v1
),

-- --------------------------------------------------------------------------------------------------------- balances
-- Before and after a change. What a key held before is 0 when it did not exist; when nothing is known of it, the
-- balance is an opening. An end of something that was never seen says nothing.
balance_changes AS (
    SELECT closed_at::DATE AS day, coalesce(token_id, previous.token_id) AS token_id, previous_known,
        CASE coalesce(source, previous.source) WHEN 'claimable_balance' THEN 'claimable' WHEN 'liquidity_pool' THEN 'pool'
            WHEN 'contract_storage' THEN 'contract' ELSE 'account' END AS place,
        CASE WHEN NOT ended THEN balance ELSE 0 END AS after,
        CASE WHEN previous IS NOT NULL THEN previous.balance ELSE 0 END AS before,
        (NOT ended AND balance_text <> '0')::BIGINT AS holds,
        coalesce(previous.balance_text <> '0', false)::BIGINT AS held
    FROM balances_changes
    WHERE previous_known OR NOT ended
),
balance_moves AS (
    SELECT day, token_id, if(previous_known, 'delta_', 'opening_') || place AS measure,
        -- A difference of two balances can be one digit too long.
        TRY(after - before) AS amount
    FROM balance_changes
),
-- Claimable balances and pools hold for others.
holder_moves AS (
    SELECT day, token_id, if(previous_known, 'delta_holders', 'opening_holders') AS measure, holds - held AS n
    FROM balance_changes
    WHERE place IN ('account', 'contract')
),

-- ------------------------------------------------------------------------------------------------------- trustlines
-- Shares of pools are no token.
trustline_moves AS (
    SELECT closed_at::DATE AS day, coalesce(token_id, previous.token_id) AS token_id, unnest([
        {measure: if(previous_known, 'delta_trustlines', 'opening_trustlines'),
            n: (NOT ended)::BIGINT - (previous IS NOT NULL)::BIGINT},
        {measure: 'delta_authorized',
            n: if(previous_known, (NOT ended AND authorized)::BIGINT - coalesce(previous.authorized, false)::BIGINT, 0)}],
        recursive := true)
    FROM trustlines_changes
    WHERE (previous_known OR NOT ended) AND coalesce(token_id, previous.token_id) IS NOT NULL
),

-- --------------------------------------------------------------------------------------------------------- together
moves AS (
    SELECT day, token_id, measure, 1::BIGINT AS n, amount FROM transfers
    UNION ALL
    SELECT day, token_id, measure, 0, amount FROM balance_moves WHERE amount IS DISTINCT FROM 0
    UNION ALL
    SELECT day, token_id, measure, n, 0 FROM holder_moves WHERE n <> 0
    UNION ALL
    SELECT day, token_id, measure, n, 0 FROM trustline_moves WHERE n <> 0
),
-- A 0 for each measure, so that NULL means one thing.
zeros AS (
    SELECT DISTINCT day, token_id, unnest(['transfer', 'mint', 'burn', 'clawback', 'fee', 'trade', 'delta_account',
        'delta_claimable', 'delta_pool', 'delta_contract', 'delta_holders', 'delta_trustlines', 'delta_authorized',
        'opening_account', 'opening_claimable', 'opening_pool', 'opening_contract', 'opening_holders',
        'opening_trustlines']) AS measure, 0::BIGINT AS n, 0::DECIMAL(38, 0) AS amount
    FROM moves
),
-- In halves of 19 digits, whose sums always fit; put together they may not.
sums AS (
    SELECT day, token_id, measure, sum(n)::BIGINT AS n, bool_and(amount IS NOT NULL) AS is_known,
        sum(amount::HUGEINT // 10000000000000000000) AS high, sum(amount::HUGEINT % 10000000000000000000) AS low
    FROM (SELECT * FROM moves UNION ALL SELECT * FROM zeros)
    GROUP BY ALL
),
totals AS (
    SELECT day, token_id, measure, n, CASE WHEN is_known AND abs(high) < 10000000000000000000
        THEN TRY_CAST(high * 10000000000000000000 + low AS DECIMAL(38, 0)) END AS amount
    FROM sums
)
SELECT day, token_id,
    max(n) FILTER (measure = 'transfer') AS transfer_count, max(amount) FILTER (measure = 'transfer') AS transfer_amount,
    max(n) FILTER (measure = 'mint') AS mint_count, max(amount) FILTER (measure = 'mint') AS mint_amount,
    max(n) FILTER (measure = 'burn') AS burn_count, max(amount) FILTER (measure = 'burn') AS burn_amount,
    max(amount) FILTER (measure = 'clawback') AS clawback_amount,
    max(amount) FILTER (measure = 'fee') AS fee_amount,
    max(amount) FILTER (measure = 'trade') AS trade_amount,
    max(amount) FILTER (measure = 'delta_account') AS delta_account,
    max(amount) FILTER (measure = 'delta_claimable') AS delta_claimable,
    max(amount) FILTER (measure = 'delta_pool') AS delta_pool,
    max(amount) FILTER (measure = 'delta_contract') AS delta_contract,
    max(n) FILTER (measure = 'delta_holders') AS delta_holders,
    max(n) FILTER (measure = 'delta_trustlines') AS delta_trustlines,
    max(n) FILTER (measure = 'delta_authorized') AS delta_authorized,
    max(amount) FILTER (measure = 'opening_account') AS opening_account,
    max(amount) FILTER (measure = 'opening_claimable') AS opening_claimable,
    max(amount) FILTER (measure = 'opening_pool') AS opening_pool,
    max(amount) FILTER (measure = 'opening_contract') AS opening_contract,
    max(n) FILTER (measure = 'opening_holders') AS opening_holders,
    max(n) FILTER (measure = 'opening_trustlines') AS opening_trustlines
FROM totals
GROUP BY ALL
