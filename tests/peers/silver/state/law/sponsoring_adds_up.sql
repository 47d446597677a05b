/*---
doc: "Per account: the reserves it sponsors are those of the entries that name it as sponsor, and the reserves others sponsor for it are those of its sponsored entries."
severity: error
when: complete
inputs: [accounts_current_v1, account_signers_current_v1, trustlines_current_v1, offers_current_v1, account_data_current_v1, claimable_balances_current_v1]
---*/
WITH reserves AS (
  -- An account has two reserves, a line to pool shares too; a claimable balance has one a claimant and no owner.
  SELECT sponsor, account_id AS owner, 2 AS reserves FROM accounts_current_v1
  UNION ALL
  SELECT sponsor, account_id, CASE WHEN liquidity_pool_id IS NULL THEN 1 ELSE 2 END FROM trustlines_current_v1
  UNION ALL
  SELECT sponsor, account_id, 1 FROM account_signers_current_v1
  UNION ALL
  SELECT sponsor, seller, 1 FROM offers_current_v1
  UNION ALL
  SELECT sponsor, account_id, 1 FROM account_data_current_v1
  UNION ALL
  SELECT sponsor, NULL, claimants_count FROM claimable_balances_current_v1
),
sponsoring AS (
  SELECT sponsor AS account_id, sum(reserves) AS reserves FROM reserves WHERE sponsor IS NOT NULL GROUP BY ALL
),
sponsored AS (
  SELECT owner AS account_id, sum(reserves) AS reserves FROM reserves WHERE sponsor IS NOT NULL AND owner IS NOT NULL GROUP BY ALL
)
SELECT
  account_id,
  a.num_sponsoring,
  coalesce(g.reserves, 0) AS sponsoring,
  a.num_sponsored,
  coalesce(d.reserves, 0) AS sponsored
FROM accounts_current_v1 a
FULL JOIN sponsoring g USING (account_id)
FULL JOIN sponsored d USING (account_id)
WHERE a.num_sponsoring IS DISTINCT FROM coalesce(g.reserves, 0) OR a.num_sponsored IS DISTINCT FROM coalesce(d.reserves, 0)
