/*---
doc: One row per state of an offer of the order book.
grain: state of an offer
key: [offer_id]
inputs: [offers_snapshot_v1, entries_extra_snapshot_v1, ledger_entry_removals_stream_v1]
columns:
- {name: offer_id, type: BIGINT, doc: "Number of the offer."}
- {name: seller, type: VARCHAR, doc: "Account that made the offer."}
- {name: selling_asset, type: VARCHAR, doc: "What it sells: native or CODE:ISSUER."}
- {name: buying_asset, type: VARCHAR, doc: "What it wants for it: native or CODE:ISSUER."}
- {name: amount, type: BIGINT, unit: stroops of selling_asset, doc: "Amount still for sale."}
- {name: price_n, type: BIGINT, doc: "Numerator of the price, units bought per unit sold."}
- {name: price_d, type: BIGINT, doc: "Denominator of the price."}
- {name: price, type: "DECIMAL(38,18)", unit: buying per selling, doc: "The price, rounded half up at 18 digits."}
- {name: is_passive, type: BOOLEAN, nullable: true, doc: "Whether it leaves offers of the same price alone; NULL when bronze cannot hold its flags."}
- {name: sponsor, type: VARCHAR, nullable: true, doc: "Who pays the offer's reserve; NULL when the seller does."}
---*/
WITH priced AS (
  SELECT
    *,
    split_part(price, '/', 1)::BIGINT AS price_n,
    split_part(price, '/', 2)::BIGINT AS price_d,
    -- Both are at most 2^31: the quotient of 18 digits fits, in integers.
    (2 * price_n::HUGEINT * 1000000000000000000 + price_d) // (2 * price_d) AS price_e18
  FROM offers_snapshot_v1
)
SELECT
  o.offer_id,
  o.seller_account AS seller,
  CASE o.selling_asset_type WHEN 'native' THEN 'native' ELSE o.selling_asset_code || ':' || o.selling_asset_issuer END
    AS selling_asset,
  CASE o.buying_asset_type WHEN 'native' THEN 'native' ELSE o.buying_asset_code || ':' || o.buying_asset_issuer END
    AS buying_asset,
  o.amount::BIGINT AS amount,
  o.price_n,
  o.price_d,
  concat(o.price_e18 // 1000000000000000000, '.', lpad((o.price_e18 % 1000000000000000000)::VARCHAR, 18, '0'))
    ::DECIMAL(38, 18) AS price,
  (o.flags & 1) = 1 AS is_passive,
  x.sponsor,
  o.ledger_sequence,
  o.closed_at,
  NULL::VARCHAR AS change
FROM priced o
LEFT JOIN entries_extra_snapshot_v1 x
  ON x.entry_type = 'offer' AND x.entry_key = o.offer_id::VARCHAR AND x.ledger_sequence = o.ledger_sequence
UNION ALL BY NAME
SELECT entry_key::BIGINT AS offer_id, ledger_sequence, closed_at, reason AS end_reason
FROM ledger_entry_removals_stream_v1
WHERE entry_type = 'offer'
