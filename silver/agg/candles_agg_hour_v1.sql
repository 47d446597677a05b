/*---
doc: One row per hour and pair of assets that was traded, with volumes and the first, highest, lowest and last price.
grain: hour and asset pair
key: [hour, base_asset, counter_asset]
inputs: [trades_enriched_row_v1]
columns:
- {name: hour, type: TIMESTAMP, doc: "Hour in which the ledgers closed, by its begin, UTC."}
- {name: base_asset, type: VARCHAR, doc: "The one of both assets that sorts first: lumens, then by code, then by issuer."}
- {name: counter_asset, type: VARCHAR, doc: "The other one, in whose units prices are."}
- {name: trade_count, type: BIGINT, merge: sum, doc: "Trades, those too small to make a price included."}
- {name: pool_trade_count, type: BIGINT, merge: sum, doc: "Those of them that crossed a liquidity pool."}
- {name: base_volume, type: "DECIMAL(38,0)", unit: stroops, merge: sum, doc: "Units of base_asset that were traded."}
- {name: counter_volume, type: "DECIMAL(38,0)", unit: stroops, merge: sum, doc: "Units of counter_asset that were traded."}
- {name: open_n, type: BIGINT, nullable: true, merge: {arg_min: open_order}, doc: "Numerator of the first price; NULL when every trade was below 1000 stroops of an asset, which makes no price."}
- {name: open_d, type: BIGINT, nullable: true, merge: {arg_min: open_order}, doc: "Its denominator; NULL without a price."}
- {name: high_n, type: BIGINT, nullable: true, merge: {price_max: [high_n, high_d, high_order]}, doc: "Numerator of the highest price, of equal ones the first; NULL without a price."}
- {name: high_d, type: BIGINT, nullable: true, merge: {price_max: [high_n, high_d, high_order]}, doc: "Its denominator; NULL without a price."}
- {name: low_n, type: BIGINT, nullable: true, merge: {price_min: [low_n, low_d, low_order]}, doc: "Numerator of the lowest price, of equal ones the first; NULL without a price."}
- {name: low_d, type: BIGINT, nullable: true, merge: {price_min: [low_n, low_d, low_order]}, doc: "Its denominator; NULL without a price."}
- {name: close_n, type: BIGINT, nullable: true, merge: {arg_max: close_order}, doc: "Numerator of the last price; NULL without a price."}
- {name: close_d, type: BIGINT, nullable: true, merge: {arg_max: close_order}, doc: "Its denominator; NULL without a price."}
- {name: open_order, type: "STRUCT(ledger BIGINT, operation BIGINT, trade INTEGER)", nullable: true, merge: least, doc: "Trade of the first price, as it orders with others; NULL without a price."}
- {name: close_order, type: "STRUCT(ledger BIGINT, operation BIGINT, trade INTEGER)", nullable: true, merge: greatest, doc: "Trade of the last price, as it orders with others; NULL without a price."}
- {name: high_order, type: "STRUCT(ledger BIGINT, operation BIGINT, trade INTEGER)", nullable: true, merge: {price_max: [high_n, high_d, high_order]}, doc: "Trade of the highest price, as it orders with others; NULL without a price."}
- {name: low_order, type: "STRUCT(ledger BIGINT, operation BIGINT, trade INTEGER)", nullable: true, merge: {price_min: [low_n, low_d, low_order]}, doc: "Trade of the lowest price, as it orders with others; NULL without a price."}
---*/
WITH
trades AS (
    SELECT date_trunc('hour', closed_at) AS hour, base_asset, counter_asset, trade_type, base_amount, counter_amount,
        price_n, price_d, {ledger: ledger_sequence, operation: operation_id, trade: trade_index} AS place,
        -- Rounding makes prices of dust meaningless.
        price_n IS NOT NULL AND base_amount >= 1000 AND counter_amount >= 1000 AS has_price,
        -- Fractions in their exact order: two of them with parts of 63 bits differ within 126 bits behind the point.
        (price_n % price_d)::HUGEINT * 9223372036854775808 AS rest,
        {whole: price_n // price_d, first_bits: rest // price_d,
            last_bits: rest % price_d * 9223372036854775808 // price_d} AS price
    FROM trades_enriched_row_v1
),
candles AS (
    SELECT hour, base_asset, counter_asset, count(*) AS trade_count,
        count(*) FILTER (trade_type = 'liquidity_pool') AS pool_trade_count,
        sum(base_amount::DECIMAL(38, 0)) AS base_volume, sum(counter_amount::DECIMAL(38, 0)) AS counter_volume,
        first({n: price_n, d: price_d, place: place} ORDER BY place) FILTER (has_price) AS open,
        first({n: price_n, d: price_d, place: place} ORDER BY price DESC, place) FILTER (has_price) AS high,
        first({n: price_n, d: price_d, place: place} ORDER BY price, place) FILTER (has_price) AS low,
        first({n: price_n, d: price_d, place: place} ORDER BY place DESC) FILTER (has_price) AS close
    FROM trades
    GROUP BY ALL
)
SELECT hour, base_asset, counter_asset, trade_count, pool_trade_count, base_volume, counter_volume,
    open.n AS open_n, open.d AS open_d, high.n AS high_n, high.d AS high_d, low.n AS low_n, low.d AS low_d,
    close.n AS close_n, close.d AS close_d,
    open.place AS open_order, close.place AS close_order, high.place AS high_order, low.place AS low_order
FROM candles
