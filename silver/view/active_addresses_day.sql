/*---
doc: One row per day with how many addresses took part in something.
grain: day
key: [day]
inputs: [address_activity_agg_day_v1]
columns:
- {name: day, type: DATE, doc: "Day in which the ledgers closed, UTC."}
- {name: addresses, type: BIGINT, doc: "Addresses of all kinds."}
- {name: accounts, type: BIGINT, doc: "Accounts among them."}
- {name: contracts, type: BIGINT, doc: "Contracts among them."}
- {name: submitters, type: BIGINT, doc: "Accounts that were the source of a transaction."}
- {name: fee_payers, type: BIGINT, doc: "Accounts that paid a fee."}
- {name: movers, type: BIGINT, doc: "Addresses that gave or got a token."}
- {name: traders, type: BIGINT, doc: "Addresses that were a side of a trade."}
- {name: callers, type: BIGINT, doc: "Accounts and contracts that called a contract."}
---*/
SELECT day, count(*) AS addresses, count(*) FILTER (address LIKE 'G%') AS accounts,
    count(*) FILTER (address LIKE 'C%') AS contracts, count(*) FILTER (submitted > 0) AS submitters,
    count(*) FILTER (fees_paid > 0) AS fee_payers, count(*) FILTER (transfers_in + transfers_out > 0) AS movers,
    count(*) FILTER (trades > 0) AS traders, count(*) FILTER (contract_calls > 0) AS callers
FROM address_activity_agg_day_v1
GROUP BY day
