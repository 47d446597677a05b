/*---
doc: One row per ledger and balance that it changed, with by how much; the end of a balance included.
grain: balance and ledger
key: [owner, token_id, ledger_sequence, ended]
inputs: [balances_history_v1]
columns:
- {name: owner, type: VARCHAR, doc: "Who holds it: account (G), contract (C), claimable balance (B) or liquidity pool (L)."}
- {name: owner_type, type: VARCHAR, doc: "What that is: account, contract, claimable_balance or liquidity_pool."}
- {name: token_id, type: VARCHAR, doc: "Contract of the token; of a classic asset the one that its asset contract has or would have."}
- {name: asset, type: VARCHAR, nullable: true, doc: "The asset, native or CODE:ISSUER; NULL for balances in contract storage."}
- {name: source, type: VARCHAR, doc: "Where the ledger keeps it: account, trustline, claimable_balance, liquidity_pool or contract_storage."}
- {name: ledger_sequence, type: BIGINT, unit: ledgers, doc: "Ledger that changed it."}
- {name: closed_at, type: TIMESTAMP, doc: "Close time of that ledger, UTC."}
- {name: ended, type: BOOLEAN, doc: "Whether the balance ended with the ledger, because its entry was removed or evicted."}
- {name: end_reason, type: VARCHAR, nullable: true, doc: "Which of both: removed or evicted; NULL for a balance that goes on."}
- {name: balance, type: "DECIMAL(38,0)", unit: token units, nullable: true, doc: "Units held after the ledger, 0 at the end; NULL when the number has more than 38 digits."}
- {name: previous_balance, type: "DECIMAL(38,0)", unit: token units, nullable: true, doc: "Units held before; NULL when that is not known or the number has more than 38 digits."}
- {name: change, type: "DECIMAL(38,0)", unit: token units, nullable: true, doc: "Difference of both; NULL when one of them is, or when it has more than 38 digits."}
---*/
SELECT owner, owner_type, token_id, asset, source, valid_from_ledger AS ledger_sequence, valid_from AS closed_at,
    false AS ended, NULL::VARCHAR AS end_reason, balance, previous_balance, TRY(balance - previous_balance) AS change
FROM balances_history_v1
UNION ALL
SELECT owner, owner_type, token_id, asset, source, valid_to_ledger, valid_to, true, end_reason, 0::DECIMAL(38, 0), balance,
    -balance
FROM balances_history_v1
WHERE end_reason IN ('removed', 'evicted')
