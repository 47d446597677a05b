/*---
doc: One row per offer or pool that a successful operation crossed, the same way round for every trade of a pair.
grain: trade
key: [ledger_sequence, transaction_hash, operation_index, trade_index]
inputs: [trades_row_v1, trades_extra_row_v1, operations_row_v2]
columns:
- {use: ledger}
- {name: transaction_hash, type: VARCHAR, doc: "Hash of the transaction, hex."}
- {name: operation_index, type: INTEGER, doc: "Position of the operation in the envelope, counted from 0."}
- {name: trade_index, type: INTEGER, doc: "Position of the claim atom in the operation's result, counted from 0."}
- {name: operation_id, type: BIGINT, nullable: true, doc: "Orders trades across transactions: Horizon's id of the operation; NULL when the ledger's number does not fit in it."}
- {name: operation_type, type: INTEGER, doc: "Type of the operation that traded, as a number."}
- {name: trade_type, type: VARCHAR, doc: "What was crossed: orderbook or liquidity_pool."}
- {name: seller, type: VARCHAR, doc: "The resting side: G address of the offer's owner or L address of the pool."}
- {name: liquidity_pool_id, type: VARCHAR, nullable: true, doc: "Id of the pool, hex; NULL when an offer was crossed."}
- {name: offer_id, type: BIGINT, nullable: true, doc: "The resting offer; NULL when a pool was crossed."}
- {name: buyer, type: VARCHAR, doc: "The taker: source of the operation."}
- {name: selling_asset, type: VARCHAR, doc: "Asset that the resting side gave, native or CODE:ISSUER."}
- {name: selling_amount, type: BIGINT, unit: stroops, doc: "How much of it."}
- {name: buying_asset, type: VARCHAR, doc: "Asset that the resting side got, native or CODE:ISSUER."}
- {name: buying_amount, type: BIGINT, unit: stroops, doc: "How much of it."}
- {name: selling_token_id, type: VARCHAR, doc: "Contract that the asset given has or would have."}
- {name: buying_token_id, type: VARCHAR, doc: "Contract that the asset got has or would have."}
- {name: base_asset, type: VARCHAR, doc: "The one of both assets that sorts first: lumens, then by code, then by issuer."}
- {name: counter_asset, type: VARCHAR, doc: "The other one."}
- {name: base_amount, type: BIGINT, unit: stroops, doc: "Amount of base_asset."}
- {name: counter_amount, type: BIGINT, unit: stroops, doc: "Amount of counter_asset."}
- {name: price_n, type: BIGINT, nullable: true, doc: "Numerator of the exact price, counter_asset per base_asset: of the resting offer, or amounts of a pool; NULL when base_amount is 0."}
- {name: price_d, type: BIGINT, nullable: true, doc: "Its denominator; NULL when base_amount is 0."}
- {name: price, type: "DECIMAL(38,18)", unit: counter per base, nullable: true, doc: "The same price with 18 digits, halves rounded up; NULL when base_amount is 0."}
- {name: offer_price, type: "DECIMAL(38,7)", unit: bought per sold, doc: "Price as the resting side has it, with 7 digits, not turned."}
- {name: base_is_seller, type: BOOLEAN, doc: "Whether the resting side gave base_asset."}
---*/
WITH
trades AS (
    SELECT r.ledger_sequence, r.created_at AS closed_at, r.ledger_range, r.transaction_hash, r.operation_index,
        r.trade_index, x.operation_id, o.type AS operation_type, r.trade_type, r.seller_account, r.buyer_account,
        x.offer_id, x.price_n, x.price_d, r.price::DECIMAL(38, 7) AS offer_price,
        coalesce(r.selling_asset_code || ':' || r.selling_asset_issuer, 'native') AS selling_asset,
        coalesce(r.buying_asset_code || ':' || r.buying_asset_issuer, 'native') AS buying_asset,
        replace(r.selling_amount, '.', '')::BIGINT AS selling_amount,
        replace(r.buying_amount, '.', '')::BIGINT AS buying_amount,
        -- Texts compare by bytes; lumens have neither code nor issuer and come first.
        (coalesce(r.selling_asset_code, ''), coalesce(r.selling_asset_issuer, ''))
            < (coalesce(r.buying_asset_code, ''), coalesce(r.buying_asset_issuer, '')) AS base_is_seller
    FROM trades_row_v1 AS r
    JOIN trades_extra_row_v1 AS x USING (ledger_sequence, transaction_hash, operation_index, trade_index)
    JOIN operations_row_v2 AS o USING (ledger_sequence, transaction_hash, operation_index)
),
-- Bronze's price is bought per sold: turned where the asset sold is not the base.
turned AS (
    SELECT * EXCLUDE (price_n, price_d),
        if(base_is_seller, selling_asset, buying_asset) AS base_asset,
        if(base_is_seller, buying_asset, selling_asset) AS counter_asset,
        if(base_is_seller, selling_amount, buying_amount) AS base_amount,
        if(base_is_seller, buying_amount, selling_amount) AS counter_amount,
        CASE WHEN base_amount <> 0 THEN if(base_is_seller, price_n, price_d) END AS n,
        CASE WHEN base_amount <> 0 THEN if(base_is_seller, price_d, price_n) END AS d
    FROM trades
)
SELECT ledger_sequence, closed_at, ledger_range, transaction_hash, operation_index, trade_index, operation_id,
    operation_type, trade_type,
    CASE WHEN trade_type = 'liquidity_pool' THEN pool_address(seller_account) ELSE seller_account END AS seller,
    CASE WHEN trade_type = 'liquidity_pool' THEN seller_account END AS liquidity_pool_id,
    offer_id, buyer_account AS buyer, selling_asset, selling_amount, buying_asset, buying_amount,
    sac_id(selling_asset) AS selling_token_id, sac_id(buying_asset) AS buying_token_id,
    base_asset, counter_asset, base_amount, counter_amount, n AS price_n, d AS price_d,
    -- Decimals divide as floating point, so: the whole part, then 18 digits of the rest, in 128-bit integers.
    (n // d)::DECIMAL(38, 18)
        + (((n % d)::HUGEINT * 2000000000000000000 + d) // (2 * d::HUGEINT))::DECIMAL(19, 0)
        * 0.000000000000000001::DECIMAL(18, 18) AS price,
    offer_price, base_is_seller
FROM turned
