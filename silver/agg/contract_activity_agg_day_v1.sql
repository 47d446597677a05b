/*---
doc: One row per day, function of a contract and its caller, with how often it was called and what that cost.
grain: day, contract, function and caller
key: [day, contract_id, function_name, caller]
inputs: [contract_calls_row_v1, transaction_fees_row_v1, transactions_row_v2]
columns:
- {name: day, type: DATE, doc: "Day on which the ledgers closed, UTC."}
- {name: contract_id, type: VARCHAR, doc: "Contract that was called."}
- {name: function_name, type: VARCHAR, doc: "Function that was called."}
- {name: caller, type: VARCHAR, doc: "Account or contract that called."}
- {name: root_calls, type: BIGINT, merge: sum, doc: "Calls that an operation made itself."}
- {name: sub_calls, type: BIGINT, merge: sum, doc: "Calls that other contracts made, as far as the ledger's data has diagnostics."}
- {name: failed_calls, type: BIGINT, merge: sum, doc: "Calls of both kinds that failed or were undone."}
- {name: fees_charged, type: BIGINT, unit: stroops, merge: sum, doc: "Fees of the transactions whose first call it was."}
- {name: resource_fees, type: BIGINT, unit: stroops, merge: sum, doc: "Part of these fees that went for resources."}
- {name: declared_instructions, type: "DECIMAL(38,0)", unit: instructions, merge: sum, doc: "Instructions that these transactions declared."}
---*/
-- An operation that makes a contract can make two calls itself, one that authorizes it and the constructor's. What the
-- transaction cost is counted once, with the first.
SELECT c.closed_at::DATE AS day, c.contract_id, c.function_name, c.caller,
    count(*) FILTER (c.depth = 0) AS root_calls, count(*) FILTER (c.depth > 0) AS sub_calls,
    count(*) FILTER (NOT c.successful) AS failed_calls,
    sum(if(c.call_index = 0, f.fee_charged, 0))::BIGINT AS fees_charged,
    sum(if(c.call_index = 0, coalesce(f.resource_fee_charged, 0), 0))::BIGINT AS resource_fees,
    sum(if(c.call_index = 0, coalesce(t.soroban_resources_instructions, 0), 0)::DECIMAL(38, 0)) AS declared_instructions
FROM contract_calls_row_v1 AS c
JOIN transaction_fees_row_v1 AS f USING (ledger_sequence, transaction_hash)
JOIN transactions_row_v2 AS t USING (ledger_sequence, transaction_hash)
GROUP BY ALL
