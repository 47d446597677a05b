/*---
doc: "Per liquidity pool: the shares that trustlines hold are the shares issued, and the trustlines are as many as the pool counts."
severity: error
when: complete
inputs: [liquidity_pools_current_v1, trustlines_current_v1]
---*/
WITH shares AS (
  SELECT liquidity_pool_id, sum(balance::DECIMAL(38, 0)) AS held, count(*) AS lines
  FROM trustlines_current_v1
  WHERE liquidity_pool_id IS NOT NULL
  GROUP BY ALL
)
SELECT liquidity_pool_id, p.total_shares, s.held, p.trustline_count, s.lines
FROM liquidity_pools_current_v1 p
FULL JOIN shares s USING (liquidity_pool_id)
WHERE p.total_shares IS DISTINCT FROM s.held OR p.trustline_count IS DISTINCT FROM s.lines
