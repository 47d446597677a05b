/*---
doc: "Per account: its subentries are its trustlines (those to pool shares count twice), offers, data entries and signers."
severity: error
when: complete
inputs: [accounts_current_v1, trustlines_current_v1, offers_current_v1, account_data_current_v1, account_signers_current_v1]
---*/
WITH owned AS (
  SELECT account_id, CASE WHEN liquidity_pool_id IS NULL THEN 1 ELSE 2 END AS entries FROM trustlines_current_v1
  UNION ALL
  SELECT seller, 1 FROM offers_current_v1
  UNION ALL
  SELECT account_id, 1 FROM account_data_current_v1
  UNION ALL
  SELECT account_id, 1 FROM account_signers_current_v1 WHERE signer_type <> 'master'
),
counted AS (
  SELECT account_id, sum(entries) AS entries FROM owned GROUP BY ALL
)
SELECT account_id, a.num_subentries, coalesce(c.entries, 0) AS entries
FROM accounts_current_v1 a
FULL JOIN counted c USING (account_id)
WHERE a.num_subentries IS DISTINCT FROM coalesce(c.entries, 0)
