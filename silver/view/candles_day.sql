/*---
doc: One row per day and pair of assets that was traded, with volumes and the first, highest, lowest and last price.
grain: day and asset pair
key: [day, base_asset, counter_asset]
inputs: [candles_agg_hour_v1]
columns:
- {name: day, type: DATE, doc: "Day in which the ledgers closed, UTC."}
- {name: base_asset, type: VARCHAR, doc: "The one of both assets that sorts first: lumens, then by code, then by issuer."}
- {name: counter_asset, type: VARCHAR, doc: "The other one, in whose units prices are."}
- {name: trade_count, type: BIGINT, doc: "Trades, those too small to make a price included."}
- {name: pool_trade_count, type: BIGINT, doc: "Those of them that crossed a liquidity pool."}
- {name: base_volume, type: "DECIMAL(38,0)", unit: stroops, doc: "Units of base_asset that were traded."}
- {name: counter_volume, type: "DECIMAL(38,0)", unit: stroops, doc: "Units of counter_asset that were traded."}
- {name: average, type: "DECIMAL(38,18)", unit: counter per base, nullable: true, doc: "counter_volume through base_volume, halves rounded up; NULL when no base was traded or the number has more than 20 digits before the point."}
- {name: open_n, type: BIGINT, nullable: true, doc: "Numerator of the first price; NULL when every trade was below 1000 stroops of an asset, which makes no price."}
- {name: open_d, type: BIGINT, nullable: true, doc: "Its denominator; NULL without a price."}
- {name: high_n, type: BIGINT, nullable: true, doc: "Numerator of the highest price, of equal ones the first; NULL without a price."}
- {name: high_d, type: BIGINT, nullable: true, doc: "Its denominator; NULL without a price."}
- {name: low_n, type: BIGINT, nullable: true, doc: "Numerator of the lowest price, of equal ones the first; NULL without a price."}
- {name: low_d, type: BIGINT, nullable: true, doc: "Its denominator; NULL without a price."}
- {name: close_n, type: BIGINT, nullable: true, doc: "Numerator of the last price; NULL without a price."}
- {name: close_d, type: BIGINT, nullable: true, doc: "Its denominator; NULL without a price."}
---*/
WITH
-- Fractions in their exact order, as candles_agg_hour_v1 compares them.
hours AS (
    SELECT *, hour::DATE AS day,
        (high_n % high_d)::HUGEINT * 9223372036854775808 AS high_rest,
        {whole: high_n // high_d, first_bits: high_rest // high_d,
            last_bits: high_rest % high_d * 9223372036854775808 // high_d} AS high_price,
        (low_n % low_d)::HUGEINT * 9223372036854775808 AS low_rest,
        {whole: low_n // low_d, first_bits: low_rest // low_d,
            last_bits: low_rest % low_d * 9223372036854775808 // low_d} AS low_price
    FROM candles_agg_hour_v1
),
candles AS (
    SELECT day, base_asset, counter_asset, sum(trade_count)::BIGINT AS trade_count,
        sum(pool_trade_count)::BIGINT AS pool_trade_count, sum(base_volume) AS base_volume,
        sum(counter_volume) AS counter_volume,
        first({n: open_n, d: open_d} ORDER BY open_order) FILTER (open_order IS NOT NULL) AS open,
        first({n: high_n, d: high_d} ORDER BY high_price DESC, high_order) FILTER (high_order IS NOT NULL) AS high,
        first({n: low_n, d: low_d} ORDER BY low_price, low_order) FILTER (low_order IS NOT NULL) AS low,
        first({n: close_n, d: close_d} ORDER BY close_order DESC) FILTER (close_order IS NOT NULL) AS close
    FROM hours
    GROUP BY ALL
),
-- Decimals divide as floating point, so the average is made of 128-bit integers, nine digits at a time.
averages AS (
    SELECT *, nullif(base_volume, 0)::HUGEINT AS base, counter_volume::HUGEINT % base * 1000000000 AS rest,
        counter_volume::HUGEINT // base AS whole, rest // base AS nine_digits,
        (rest % base * 2000000000 + base) // (2 * base) AS nine_more
    FROM candles
)
SELECT day, base_asset, counter_asset, trade_count, pool_trade_count, base_volume, counter_volume,
    (TRY_CAST(whole AS DECIMAL(38, 18)) + (nine_digits * 1000000000 + nine_more)::DECIMAL(19, 0)
        * 0.000000000000000001::DECIMAL(18, 18))::DECIMAL(38, 18) AS average,
    open.n AS open_n, open.d AS open_d, high.n AS high_n, high.d AS high_d, low.n AS low_n, low.d AS low_d,
    close.n AS close_n, close.d AS close_d
FROM averages
