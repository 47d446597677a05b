/*---
doc: One row per hour of the network, with what it did and what it cost.
grain: hour
key: [hour]
inputs: [ledgers_row_v2, previous_ledger, transactions_row_v2, operations_row_v2, effects_row_v1, trades_row_v1,
  contract_data_snapshot_v1, transaction_fees_row_v1, contract_events_row_v1]
columns:
- {name: hour, type: TIMESTAMP, doc: "Hour in which the ledgers closed, by its begin, UTC."}
- {name: ledgers, type: BIGINT, merge: sum, doc: "Ledgers that closed."}
- {name: first_ledger, type: BIGINT, unit: ledgers, merge: least, doc: "First of them."}
- {name: last_ledger, type: BIGINT, unit: ledgers, merge: greatest, doc: "Last of them."}
- {name: close_seconds, type: BIGINT, unit: seconds, merge: sum, doc: "Time since the ledger before, added up over the ledgers whose predecessor is known."}
- {name: close_gaps, type: BIGINT, merge: sum, doc: "How many ledgers those are; close_seconds through close_gaps is the mean time of a ledger."}
- {name: transactions, type: BIGINT, merge: sum, doc: "Transactions, failed ones included."}
- {name: successful_transactions, type: BIGINT, merge: sum, doc: "Those that succeeded."}
- {name: soroban_transactions, type: BIGINT, merge: sum, doc: "Those that declared resources for contracts."}
- {name: fee_bump_transactions, type: BIGINT, merge: sum, doc: "Those in a fee bump."}
- {name: operations, type: BIGINT, merge: sum, doc: "Operations of all transactions."}
- {name: successful_operations, type: BIGINT, merge: sum, doc: "Operations of successful transactions."}
- {name: successful_account_operations, type: BIGINT, merge: sum, doc: "Those that create, merge or set up accounts or bump their sequence number."}
- {name: successful_payment_operations, type: BIGINT, merge: sum, doc: "Payments and path payments among them."}
- {name: successful_offer_operations, type: BIGINT, merge: sum, doc: "Those that make, change or remove offers."}
- {name: successful_trustline_operations, type: BIGINT, merge: sum, doc: "Those that change or authorize trustlines."}
- {name: successful_claimable_operations, type: BIGINT, merge: sum, doc: "Those that create, claim or claw back claimable balances."}
- {name: successful_sponsorship_operations, type: BIGINT, merge: sum, doc: "Those that begin, end or revoke sponsorships."}
- {name: successful_clawback_operations, type: BIGINT, merge: sum, doc: "Those that claw back from accounts."}
- {name: successful_pool_operations, type: BIGINT, merge: sum, doc: "Deposits to and withdrawals from liquidity pools among them."}
- {name: successful_soroban_operations, type: BIGINT, merge: sum, doc: "Those that call, create, upload, extend or restore contracts."}
- {name: successful_data_operations, type: BIGINT, merge: sum, doc: "Those that set data entries of accounts."}
- {name: successful_inflation_operations, type: BIGINT, merge: sum, doc: "Runs of inflation among them."}
- {name: accounts_created, type: BIGINT, merge: sum, doc: "Accounts that were created."}
- {name: accounts_merged, type: BIGINT, merge: sum, doc: "Accounts that were merged into others."}
- {name: trades, type: BIGINT, merge: sum, doc: "Offers and pools that were crossed."}
- {name: contract_events, type: BIGINT, merge: sum, doc: "Events of contracts; those of fees and of classic operations left out."}
- {name: contracts_created, type: BIGINT, merge: sum, doc: "Contracts that came into being."}
- {name: fees_charged, type: BIGINT, unit: stroops, merge: sum, doc: "Fees that were paid."}
- {name: inclusion_fees, type: BIGINT, unit: stroops, merge: sum, doc: "Part of them that went for a place in a ledger."}
- {name: resource_fees, type: BIGINT, unit: stroops, merge: sum, doc: "Part of them that went for resources of contracts."}
- {name: rent_fees, type: BIGINT, unit: stroops, nullable: true, merge: sum_or_null, doc: "Rent among the resource fees; NULL when the ledgers do not tell it of every transaction."}
- {name: surge_ledgers, type: BIGINT, merge: sum, doc: "Ledgers in which a transaction paid more than the minimum for its place."}
- {name: declared_instructions, type: "DECIMAL(38,0)", unit: instructions, merge: sum, doc: "Instructions that transactions declared."}
- {name: fee_pool_last, type: BIGINT, unit: stroops, merge: {arg_max: last_ledger}, doc: "Fees collected since the network began, after the last ledger."}
- {name: total_coins_last, type: BIGINT, unit: stroops, merge: {arg_max: last_ledger}, doc: "Lumens in existence after the last ledger."}
- {name: protocol_last, type: INTEGER, merge: {arg_max: last_ledger}, doc: "Version of the protocol after the last ledger."}
- {name: base_fee_last, type: INTEGER, unit: stroops, nullable: true, merge: {arg_max: last_ledger}, doc: "Minimum fee of an operation after the last ledger; NULL when the number does not fit (D28)."}
---*/
WITH
ledgers AS (
    SELECT date_trunc('hour', l.closed_at) AS hour, count(*) AS ledgers, min(l.sequence) AS first_ledger,
        max(l.sequence) AS last_ledger, coalesce(sum(date_diff('second', p.closed_at, l.closed_at)), 0)::BIGINT AS close_seconds,
        count(p.sequence) AS close_gaps, arg_max(l.fee_pool, l.sequence) AS fee_pool_last,
        arg_max(l.total_coins, l.sequence) AS total_coins_last, arg_max(l.protocol_version, l.sequence) AS protocol_last,
        arg_max_null(l.base_fee, l.sequence) AS base_fee_last
    FROM ledgers_row_v2 AS l
    LEFT JOIN (SELECT sequence, closed_at FROM ledgers_row_v2
               UNION ALL SELECT sequence, closed_at FROM previous_ledger) AS p ON p.sequence = l.sequence - 1
    GROUP BY ALL
),
-- A ledger lies in one batch, so counts of distinct ledgers add up. Before protocol 21 no meta tells rent.
transactions AS (
    SELECT date_trunc('hour', f.closed_at) AS hour, count(*) AS transactions,
        count(*) FILTER (f.successful) AS successful_transactions, count(*) FILTER (f.is_soroban) AS soroban_transactions,
        count(*) FILTER (f.is_fee_bump) AS fee_bump_transactions, sum(f.fee_charged)::BIGINT AS fees_charged,
        sum(f.inclusion_fee_charged)::BIGINT AS inclusion_fees,
        sum(coalesce(f.resource_fee_charged, 0))::BIGINT AS resource_fees,
        CASE WHEN NOT bool_or(f.is_soroban AND f.rent_fee_charged IS NULL)
            THEN sum(coalesce(f.rent_fee_charged, 0))::BIGINT END AS rent_fees,
        count(DISTINCT f.ledger_sequence) FILTER (f.is_surge) AS surge_ledgers,
        sum(coalesce(t.soroban_resources_instructions, 0)::DECIMAL(38, 0)) AS declared_instructions
    FROM transaction_fees_row_v1 AS f
    JOIN transactions_row_v2 AS t USING (ledger_sequence, transaction_hash)
    GROUP BY ALL
),
-- The categories of operations_enriched_row_v1.
operations AS (
    SELECT date_trunc('hour', created_at) AS hour, count(*) AS operations,
        count(*) FILTER (transaction_successful) AS successful_operations,
        count(*) FILTER (transaction_successful AND type IN (0, 5, 8, 11)) AS successful_account_operations,
        count(*) FILTER (transaction_successful AND type IN (1, 2, 13)) AS successful_payment_operations,
        count(*) FILTER (transaction_successful AND type IN (3, 4, 12)) AS successful_offer_operations,
        count(*) FILTER (transaction_successful AND type IN (6, 7, 21)) AS successful_trustline_operations,
        count(*) FILTER (transaction_successful AND type IN (14, 15, 20)) AS successful_claimable_operations,
        count(*) FILTER (transaction_successful AND type IN (16, 17, 18)) AS successful_sponsorship_operations,
        count(*) FILTER (transaction_successful AND type = 19) AS successful_clawback_operations,
        count(*) FILTER (transaction_successful AND type IN (22, 23)) AS successful_pool_operations,
        count(*) FILTER (transaction_successful AND type IN (24, 25, 26)) AS successful_soroban_operations,
        count(*) FILTER (transaction_successful AND type = 10) AS successful_data_operations,
        count(*) FILTER (transaction_successful AND type = 9) AS successful_inflation_operations
    FROM operations_row_v2
    GROUP BY ALL
),
effects AS (
    SELECT date_trunc('hour', closed_at) AS hour, count(*) FILTER (effect_type = 0) AS accounts_created,
        count(*) FILTER (effect_type = 1) AS accounts_merged
    FROM effects_row_v1
    GROUP BY ALL
),
trades AS (
    SELECT date_trunc('hour', created_at) AS hour, count(*) AS trades
    FROM trades_row_v1
    GROUP BY ALL
),
events AS (
    SELECT date_trunc('hour', closed_at) AS hour, count(*) FILTER (NOT is_classic) AS contract_events
    FROM contract_events_row_v1
    GROUP BY ALL
),
contracts AS (
    SELECT date_trunc('hour', closed_at) AS hour, count(*) AS contracts_created
    FROM contract_data_snapshot_v1
    WHERE contract_key_type = 'ScValTypeScvLedgerKeyContractInstance' AND ledger_entry_change = 0
    GROUP BY ALL
)
SELECT hour, ledgers, first_ledger, last_ledger, close_seconds, close_gaps,
    coalesce(transactions, 0) AS transactions, coalesce(successful_transactions, 0) AS successful_transactions,
    coalesce(soroban_transactions, 0) AS soroban_transactions, coalesce(fee_bump_transactions, 0) AS fee_bump_transactions,
    coalesce(operations, 0) AS operations, coalesce(successful_operations, 0) AS successful_operations,
    coalesce(successful_account_operations, 0) AS successful_account_operations,
    coalesce(successful_payment_operations, 0) AS successful_payment_operations,
    coalesce(successful_offer_operations, 0) AS successful_offer_operations,
    coalesce(successful_trustline_operations, 0) AS successful_trustline_operations,
    coalesce(successful_claimable_operations, 0) AS successful_claimable_operations,
    coalesce(successful_sponsorship_operations, 0) AS successful_sponsorship_operations,
    coalesce(successful_clawback_operations, 0) AS successful_clawback_operations,
    coalesce(successful_pool_operations, 0) AS successful_pool_operations,
    coalesce(successful_soroban_operations, 0) AS successful_soroban_operations,
    coalesce(successful_data_operations, 0) AS successful_data_operations,
    coalesce(successful_inflation_operations, 0) AS successful_inflation_operations,
    coalesce(accounts_created, 0) AS accounts_created, coalesce(accounts_merged, 0) AS accounts_merged,
    coalesce(trades, 0) AS trades, coalesce(contract_events, 0) AS contract_events,
    coalesce(contracts_created, 0) AS contracts_created, coalesce(fees_charged, 0) AS fees_charged,
    coalesce(inclusion_fees, 0) AS inclusion_fees, coalesce(resource_fees, 0) AS resource_fees,
    -- Nothing to tell where nobody transacted, but then it is known to be nothing.
    CASE WHEN t.transactions IS NULL THEN 0 ELSE rent_fees END AS rent_fees,
    coalesce(surge_ledgers, 0) AS surge_ledgers, coalesce(declared_instructions, 0)::DECIMAL(38, 0) AS declared_instructions,
    fee_pool_last, total_coins_last, protocol_last, base_fee_last
FROM ledgers
LEFT JOIN transactions AS t USING (hour)
LEFT JOIN operations USING (hour)
LEFT JOIN effects USING (hour)
LEFT JOIN trades USING (hour)
LEFT JOIN events USING (hour)
LEFT JOIN contracts USING (hour)
