/*---
doc: One row per pair of assets and price at which offers stand, with how much they offer.
grain: pair of assets and price
key: [selling_asset, buying_asset, price_n, price_d]
inputs: [offers_current_v1]
columns:
- {name: selling_asset, type: VARCHAR, doc: "Asset that the offers sell."}
- {name: buying_asset, type: VARCHAR, doc: "Asset that they ask for."}
- {name: price_n, type: BIGINT, doc: "Numerator of the price, buying_asset per selling_asset, in lowest terms."}
- {name: price_d, type: BIGINT, doc: "Its denominator."}
- {name: price, type: "DECIMAL(38,18)", unit: buying per selling, doc: "The same price with 18 digits, halves rounded up."}
- {name: amount, type: "DECIMAL(38,0)", unit: stroops, doc: "Units of selling_asset that the offers have left."}
- {name: offers, type: BIGINT, doc: "How many offers stand there."}
- {name: sellers, type: BIGINT, doc: "How many accounts they are of."}
- {name: state_complete, type: BOOLEAN, doc: "Whether all ledgers since the network began, or since a checkpoint, are known; else offers may be missing."}
---*/
-- 1/2 and 2/4 are one price.
SELECT selling_asset, buying_asset, price_n // gcd(price_n, price_d) AS price_n, price_d // gcd(price_n, price_d) AS price_d,
    price, sum(amount::DECIMAL(38, 0)) AS amount, count(*) AS offers, count(DISTINCT seller) AS sellers,
    bool_and(state_complete) AS state_complete
FROM offers_current_v1
GROUP BY ALL
