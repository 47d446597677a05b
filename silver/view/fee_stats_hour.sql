/*---
doc: One row per hour, lane and measure with exact percentiles of the fee per operation.
grain: hour, lane and measure
key: [hour, lane, measure]
inputs: [fee_histogram_agg_hour_v1]
columns:
- {name: hour, type: TIMESTAMP, doc: "Hour in which the ledgers closed, by its begin, UTC."}
- {name: lane, type: VARCHAR, doc: "Which transactions compete: classic or soroban."}
- {name: measure, type: VARCHAR, doc: "What was measured: charged (the inclusion fee that was paid) or bid (what was offered)."}
- {name: transactions, type: BIGINT, doc: "Transactions, failed ones included."}
- {name: operations, type: BIGINT, doc: "Operations that their fees were for."}
- {name: lowest, type: BIGINT, unit: stroops, doc: "Lowest fee per operation."}
- {name: highest, type: BIGINT, unit: stroops, doc: "Highest fee per operation."}
- {name: mode, type: BIGINT, unit: stroops, doc: "Most frequent fee per operation, of equally frequent ones the lowest."}
- {name: p10, type: BIGINT, unit: stroops, doc: "Lowest fee per operation that at least 10 of 100 transactions did not exceed."}
- {name: p20, type: BIGINT, unit: stroops, doc: "Lowest fee per operation that at least 20 of 100 transactions did not exceed."}
- {name: p30, type: BIGINT, unit: stroops, doc: "Lowest fee per operation that at least 30 of 100 transactions did not exceed."}
- {name: p40, type: BIGINT, unit: stroops, doc: "Lowest fee per operation that at least 40 of 100 transactions did not exceed."}
- {name: p50, type: BIGINT, unit: stroops, doc: "Lowest fee per operation that at least 50 of 100 transactions did not exceed."}
- {name: p60, type: BIGINT, unit: stroops, doc: "Lowest fee per operation that at least 60 of 100 transactions did not exceed."}
- {name: p70, type: BIGINT, unit: stroops, doc: "Lowest fee per operation that at least 70 of 100 transactions did not exceed."}
- {name: p80, type: BIGINT, unit: stroops, doc: "Lowest fee per operation that at least 80 of 100 transactions did not exceed."}
- {name: p90, type: BIGINT, unit: stroops, doc: "Lowest fee per operation that at least 90 of 100 transactions did not exceed."}
- {name: p95, type: BIGINT, unit: stroops, doc: "Lowest fee per operation that at least 95 of 100 transactions did not exceed."}
- {name: p99, type: BIGINT, unit: stroops, doc: "Lowest fee per operation that at least 99 of 100 transactions did not exceed."}
---*/
WITH
fees AS (
    SELECT hour AS hour, lane, measure, value, sum(transactions)::BIGINT AS transactions,
        sum(operations)::BIGINT AS operations
    FROM fee_histogram_agg_hour_v1
    GROUP BY ALL
),
ranked AS (
    SELECT *, sum(transactions) OVER (PARTITION BY hour, lane, measure ORDER BY value) AS up_to,
        sum(transactions) OVER (PARTITION BY hour, lane, measure) AS total
    FROM fees
)
SELECT hour, lane, measure, sum(transactions)::BIGINT AS transactions, sum(operations)::BIGINT AS operations,
    min(value) AS lowest, max(value) AS highest, first(value ORDER BY transactions DESC, value) AS mode,
    min(value) FILTER (100 * up_to >= 10 * total) AS p10, min(value) FILTER (100 * up_to >= 20 * total) AS p20,
    min(value) FILTER (100 * up_to >= 30 * total) AS p30, min(value) FILTER (100 * up_to >= 40 * total) AS p40,
    min(value) FILTER (100 * up_to >= 50 * total) AS p50, min(value) FILTER (100 * up_to >= 60 * total) AS p60,
    min(value) FILTER (100 * up_to >= 70 * total) AS p70, min(value) FILTER (100 * up_to >= 80 * total) AS p80,
    min(value) FILTER (100 * up_to >= 90 * total) AS p90, min(value) FILTER (100 * up_to >= 95 * total) AS p95,
    min(value) FILTER (100 * up_to >= 99 * total) AS p99
FROM ranked
GROUP BY ALL
