/*---
doc: "Every ledger of a complete segment: lumens of accounts, claimable balances, pools and contracts, and the fee pool, are all lumens there are."
severity: error
when: complete
inputs: [balances_history_v1, ledgers_row_v2]
---*/
WITH native AS (
  SELECT balance, valid_from_ledger, valid_to_ledger
  FROM balances_history_v1
  WHERE token_id = sac_id('native') AND state_complete
),
moves AS (
  SELECT valid_from_ledger AS ledger_sequence, balance AS amount FROM native
  UNION ALL
  SELECT valid_to_ledger, -balance FROM native WHERE valid_to_ledger IS NOT NULL
),
moved AS (
  SELECT ledger_sequence, sum(amount) AS amount FROM moves GROUP BY ALL
),
held AS (
  SELECT
    l.sequence AS ledger_sequence,
    sum(m.amount) OVER (ORDER BY l.sequence) AS held,
    l.fee_pool,
    l.total_coins
  FROM ledgers_row_v2 l
  LEFT JOIN moved m ON m.ledger_sequence = l.sequence
)
-- Before its first transaction the account that holds all lumens at first is in no ledger, so nothing is held yet.
SELECT * FROM held WHERE held IS NOT NULL AND held + fee_pool <> total_coins
