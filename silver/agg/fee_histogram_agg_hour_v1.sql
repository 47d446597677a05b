/*---
doc: One row per hour, lane and fee that transactions offered or paid for a place in a ledger, for exact percentiles.
grain: hour, lane, measure and value
key: [hour, lane, measure, value]
inputs: [transaction_fees_row_v1]
columns:
- {name: hour, type: TIMESTAMP, doc: "Hour in which the ledgers closed, by its begin, UTC."}
- {name: lane, type: VARCHAR, doc: "Which transactions compete: classic or soroban."}
- {name: measure, type: VARCHAR, doc: "What was measured: charged (the inclusion fee that was paid) or bid (what was offered)."}
- {name: value, type: BIGINT, unit: stroops, doc: "That fee per operation, rounded up; a fee bump counts one operation more."}
- {name: transactions, type: BIGINT, merge: sum, doc: "Transactions with that fee, failed ones included."}
- {name: operations, type: BIGINT, merge: sum, doc: "Operations that their fees were for."}
---*/
WITH
measured AS (
    SELECT date_trunc('hour', closed_at) AS hour, if(is_soroban, 'soroban', 'classic') AS lane, fee_operations,
        -- As transaction_fees_row_v1 has it: a transaction without operations is charged as one.
        unnest([{measure: 'charged', value: inclusion_fee_per_operation},
            {measure: 'bid', value: (inclusion_fee_bid + greatest(fee_operations, 1) - 1) // greatest(fee_operations, 1)}])
            AS fee
    FROM transaction_fees_row_v1
)
SELECT hour, lane, fee.measure AS measure, fee.value AS value, count(*) AS transactions,
    sum(fee_operations)::BIGINT AS operations
FROM measured
GROUP BY ALL
