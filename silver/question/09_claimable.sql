-- What could somebody claim?
SELECT claimant, asset, amount, balance_id
FROM claimable_balances_by_claimant
ORDER BY claimant, balance_id
LIMIT 5
