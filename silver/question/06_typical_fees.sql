-- What did an operation usually cost to get into a ledger, and what the dearest, resources of contracts left out?
SELECT hour, lane, transactions, p50, p95, p99
FROM fee_stats_hour
WHERE measure = 'charged'
ORDER BY hour, lane
