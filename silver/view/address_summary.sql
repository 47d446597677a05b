/*---
doc: One row per address that ever took part in something, over all days.
grain: address
key: [address]
inputs: [address_activity_agg_day_v1]
columns:
- {name: address, type: VARCHAR, doc: "Account (G), contract (C), claimable balance (B) or liquidity pool (L)."}
- {name: first_day, type: DATE, doc: "First day on which it took part in something."}
- {name: last_day, type: DATE, doc: "Last day on which it took part in something."}
- {name: active_days, type: BIGINT, doc: "Days on which it took part in something."}
- {name: transactions, type: BIGINT, doc: "Transactions that it took part in, failed ones included."}
- {name: submitted, type: BIGINT, doc: "Those of them whose source it was; of a fee bump the source of the inner one."}
- {name: failed, type: BIGINT, doc: "Those of them that it submitted and that failed."}
- {name: operations, type: BIGINT, doc: "Operations whose source it was, those of failed transactions included."}
- {name: fees_paid, type: BIGINT, unit: stroops, doc: "Fees that it paid, for others too."}
- {name: transfers_out, type: BIGINT, doc: "Movements of a token that it gave, fees left out."}
- {name: transfers_in, type: BIGINT, doc: "Movements of a token that it got."}
- {name: trades, type: BIGINT, doc: "Trades in which it was a side."}
- {name: contract_calls, type: BIGINT, doc: "Calls of contracts that it made."}
- {name: first_ledger, type: BIGINT, unit: ledgers, doc: "First ledger in which it took part in something."}
- {name: last_ledger, type: BIGINT, unit: ledgers, doc: "Last ledger in which it took part in something."}
---*/
SELECT address, min(day) AS first_day, max(day) AS last_day, count(*) AS active_days,
    sum(transactions)::BIGINT AS transactions, sum(submitted)::BIGINT AS submitted, sum(failed)::BIGINT AS failed,
    sum(operations)::BIGINT AS operations, sum(fees_paid)::BIGINT AS fees_paid,
    sum(transfers_out)::BIGINT AS transfers_out, sum(transfers_in)::BIGINT AS transfers_in,
    sum(trades)::BIGINT AS trades, sum(contract_calls)::BIGINT AS contract_calls,
    min(first_ledger) AS first_ledger, max(last_ledger) AS last_ledger
FROM address_activity_agg_day_v1
GROUP BY address
