/*---
doc: "Per account and asset, since protocol 10: what is promised to sell is the sum of its offers that sell it."
severity: error
when: complete
inputs: [accounts_current_v1, trustlines_current_v1, offers_current_v1, ledgers_row_v2]
---*/
WITH promised AS (
  SELECT account_id, 'native' AS asset, selling_liabilities FROM accounts_current_v1
  UNION ALL
  SELECT account_id, asset, selling_liabilities FROM trustlines_current_v1
),
offered AS (
  SELECT seller AS account_id, selling_asset AS asset, sum(amount::DECIMAL(38, 0)) AS amount
  FROM offers_current_v1
  -- An issuer has no line to its own asset, and no bound on what it sells.
  WHERE NOT ends_with(selling_asset, ':' || seller)
  GROUP BY ALL
)
SELECT account_id, asset, p.selling_liabilities, coalesce(o.amount, 0) AS offered
FROM promised p
FULL JOIN offered o USING (account_id, asset)
WHERE p.selling_liabilities IS DISTINCT FROM coalesce(o.amount, 0)
  AND (SELECT arg_max(protocol_version, sequence) FROM ledgers_row_v2) >= 10
