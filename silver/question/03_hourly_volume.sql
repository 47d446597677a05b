-- How much of a pair was traded each hour, and at what price?
SELECT hour, trade_count, base_volume / 10000000 AS lumens, counter_volume / 10000000 AS usdc,
    round(open_n / open_d, 7) AS open, round(high_n / high_d, 7) AS high, round(low_n / low_d, 7) AS low,
    round(close_n / close_d, 7) AS close
FROM candles_agg_hour_v1
WHERE base_asset = 'native' AND counter_asset = 'USDC:GA5ZSEJYB37JRC5AVCIA5MOP4RHTM335X2KGX3IHOJAPP5RE34K4KZVN'
ORDER BY hour
