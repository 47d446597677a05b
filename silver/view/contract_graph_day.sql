/*---
doc: One row per day and pair of contracts of which one called the other.
grain: day, calling and called contract
key: [day, caller, contract_id]
inputs: [contract_activity_agg_day_v1]
columns:
- {name: day, type: DATE, doc: "Day in which the ledgers closed, UTC."}
- {name: caller, type: VARCHAR, doc: "Contract that called."}
- {name: contract_id, type: VARCHAR, doc: "Contract that was called."}
- {name: functions, type: BIGINT, doc: "How many of its functions the caller called."}
- {name: calls, type: BIGINT, doc: "Calls, as far as the ledger's data has diagnostics."}
- {name: failed_calls, type: BIGINT, doc: "Those of them that failed or were undone."}
---*/
SELECT day, caller, contract_id, count(*) AS functions, sum(root_calls + sub_calls)::BIGINT AS calls,
    sum(failed_calls)::BIGINT AS failed_calls
FROM contract_activity_agg_day_v1
WHERE caller LIKE 'C%'
GROUP BY day, caller, contract_id
