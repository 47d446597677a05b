-- Which addresses were the busiest, and what did they do?
SELECT address, transactions, failed, operations, trades, transfers_out, transfers_in, fees_paid
FROM address_summary
ORDER BY transactions DESC, address
LIMIT 5
