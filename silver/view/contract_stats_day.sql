/*---
doc: One row per day and contract that was called, with how often, by how many and what that cost.
grain: day and contract
key: [day, contract_id]
inputs: [contract_activity_agg_day_v1]
columns:
- {name: day, type: DATE, doc: "Day in which the ledgers closed, UTC."}
- {name: contract_id, type: VARCHAR, doc: "Contract that was called."}
- {name: functions, type: BIGINT, doc: "How many of its functions were called."}
- {name: callers, type: BIGINT, doc: "How many accounts and contracts called it, each counted once."}
- {name: account_callers, type: BIGINT, doc: "Accounts among them."}
- {name: root_calls, type: BIGINT, doc: "Calls that operations made themselves."}
- {name: sub_calls, type: BIGINT, doc: "Calls that other contracts made, as far as the ledger's data has diagnostics."}
- {name: failed_calls, type: BIGINT, doc: "Calls of both kinds that failed or were undone."}
- {name: fees_charged, type: BIGINT, unit: stroops, doc: "Fees of the transactions whose first call it was."}
- {name: resource_fees, type: BIGINT, unit: stroops, doc: "Part of these fees that went for resources."}
- {name: declared_instructions, type: "DECIMAL(38,0)", unit: instructions, doc: "Instructions that these transactions declared."}
---*/
SELECT day, contract_id, count(DISTINCT function_name) AS functions, count(DISTINCT caller) AS callers,
    count(DISTINCT caller) FILTER (caller LIKE 'G%') AS account_callers, sum(root_calls)::BIGINT AS root_calls,
    sum(sub_calls)::BIGINT AS sub_calls, sum(failed_calls)::BIGINT AS failed_calls,
    sum(fees_charged)::BIGINT AS fees_charged, sum(resource_fees)::BIGINT AS resource_fees,
    sum(declared_instructions) AS declared_instructions
FROM contract_activity_agg_day_v1
GROUP BY day, contract_id
