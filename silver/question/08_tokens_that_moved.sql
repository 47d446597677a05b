-- Which tokens moved most often on a day, and how did their holders change?
SELECT f.day, coalesce(t.asset, f.token_id) AS token, f.transfer_count, f.mint_count, f.burn_count, f.delta_holders
FROM asset_flows_agg_day_v1 AS f
LEFT JOIN tokens_current_v1 AS t USING (token_id)
ORDER BY f.transfer_count DESC, token, f.day
LIMIT 5
