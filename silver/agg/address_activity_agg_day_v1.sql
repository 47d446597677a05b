/*---
doc: One row per day and address that took part in something, with what it did and what was done to it.
grain: day and address
key: [day, address]
inputs: [transactions_row_v2, transactions_extra_row_v1, operations_row_v2, effects_row_v1, transaction_fees_row_v1,
  token_transfers_row_v1, trades_enriched_row_v1, contract_events_row_v1, contract_calls_row_v1]
columns:
- {name: day, type: DATE, doc: "Day on which the ledgers closed, UTC."}
- {name: address, type: VARCHAR, doc: "Account (G), contract (C), claimable balance (B) or liquidity pool (L)."}
- {name: transactions, type: BIGINT, merge: sum, doc: "Transactions that it took part in, failed ones included."}
- {name: submitted, type: BIGINT, merge: sum, doc: "Those of them whose source it was; of a fee bump the source of the inner one."}
- {name: failed, type: BIGINT, merge: sum, doc: "Those of them that it submitted and that failed."}
- {name: operations, type: BIGINT, merge: sum, doc: "Operations whose source it was, those of failed transactions included."}
- {name: fees_paid, type: BIGINT, unit: stroops, merge: sum, doc: "Fees that it paid, for others too."}
- {name: transfers_out, type: BIGINT, merge: sum, doc: "Movements of a token that it gave, fees left out."}
- {name: transfers_in, type: BIGINT, merge: sum, doc: "Movements of a token that it got."}
- {name: trades, type: BIGINT, merge: sum, doc: "Trades in which it was a side."}
- {name: contract_calls, type: BIGINT, merge: sum, doc: "Calls of contracts that it made."}
- {name: first_ledger, type: BIGINT, unit: ledgers, merge: least, doc: "First ledger of the day in which it took part in something."}
- {name: last_ledger, type: BIGINT, unit: ledgers, merge: greatest, doc: "Last ledger of the day in which it took part in something."}
---*/
-- A transaction lies in one batch, so counts of distinct transactions add up.
WITH
transactions AS MATERIALIZED (
    SELECT t.ledger_sequence, t.transaction_hash, t.created_at::DATE AS day, t.source_account, x.fee_account, t.successful
    FROM transactions_row_v2 AS t
    JOIN transactions_extra_row_v1 AS x USING (ledger_sequence, transaction_hash)
),
-- Who takes part: the rule of participants_v1 (D24), with addresses as text, which that index has no room for. Two kinds
-- of party are in no text of bronze: claimants of a claimable balance whose creation failed, and owners of entries that
-- a contract changed without saying so.
parties AS (
    SELECT ledger_sequence, transaction_hash, unnest([source_account, fee_account]) AS address
    FROM transactions
    UNION ALL
    SELECT ledger_sequence, transaction_hash,
        unnest([source_account, destination, trustor, sponsored_id, soroban_contract_id]) AS address
    FROM operations_row_v2
    UNION ALL
    SELECT ledger_sequence, transaction_hash, account_id
    FROM effects_row_v1
    UNION ALL
    SELECT ledger_sequence, transaction_hash, details_json ->> '$.contract'
    FROM effects_row_v1
    WHERE effect_type IN (96, 97)
    UNION ALL
    SELECT ledger_sequence, transaction_hash,
        unnest(json_extract_string(details_json, ['$.sponsor', '$.new_sponsor', '$.former_sponsor'])) AS address
    FROM effects_row_v1
    WHERE effect_type BETWEEN 60 AND 74
    UNION ALL
    SELECT ledger_sequence, transaction_hash, unnest([from_address, to_address]) AS address
    FROM token_transfers_row_v1
    UNION ALL
    SELECT ledger_sequence, transaction_hash, unnest([buyer, seller]) AS address
    FROM trades_enriched_row_v1
    UNION ALL
    SELECT ledger_sequence, transaction_hash, contract_id
    FROM contract_calls_row_v1
    UNION ALL
    SELECT ledger_sequence, transaction_hash, contract_id
    FROM contract_events_row_v1
    WHERE event_type = 'contract'
),
participants AS (
    SELECT DISTINCT p.ledger_sequence, p.transaction_hash, p.address
    FROM parties AS p
    WHERE p.address IS NOT NULL
),
facts AS (
    SELECT t.day, p.address, 1 AS transactions, (p.address = t.source_account)::INTEGER AS submitted,
        (p.address = t.source_account AND NOT t.successful)::INTEGER AS failed, t.ledger_sequence
    FROM participants AS p
    JOIN transactions AS t USING (ledger_sequence, transaction_hash)
    UNION ALL BY NAME
    SELECT created_at::DATE AS day, source_account AS address, 1 AS operations
    FROM operations_row_v2
    UNION ALL BY NAME
    SELECT closed_at::DATE AS day, fee_account AS address, fee_charged AS fees_paid
    FROM transaction_fees_row_v1
    UNION ALL BY NAME
    SELECT closed_at::DATE AS day, from_address AS address, 1 AS transfers_out
    FROM token_transfers_row_v1
    WHERE from_address IS NOT NULL AND kind <> 'fee'
    UNION ALL BY NAME
    SELECT closed_at::DATE AS day, to_address AS address, 1 AS transfers_in
    FROM token_transfers_row_v1
    WHERE to_address IS NOT NULL
    UNION ALL BY NAME
    SELECT closed_at::DATE AS day, unnest(list_distinct([buyer, seller])) AS address, 1 AS trades
    FROM trades_enriched_row_v1
    UNION ALL BY NAME
    SELECT closed_at::DATE AS day, caller AS address, 1 AS contract_calls
    FROM contract_calls_row_v1
)
SELECT day, address, count(transactions) AS transactions, coalesce(sum(submitted), 0)::BIGINT AS submitted,
    coalesce(sum(failed), 0)::BIGINT AS failed, count(operations) AS operations,
    coalesce(sum(fees_paid), 0)::BIGINT AS fees_paid, count(transfers_out) AS transfers_out,
    count(transfers_in) AS transfers_in, count(trades) AS trades, count(contract_calls) AS contract_calls,
    min(ledger_sequence) AS first_ledger, max(ledger_sequence) AS last_ledger
FROM facts
GROUP BY ALL
