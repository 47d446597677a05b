/*---
doc: One row per state of a trustline, those to shares of liquidity pools included.
grain: state of a trustline
key: [account_id, asset]
inputs: [trustlines_snapshot_v1, entries_extra_snapshot_v1, ledger_entry_removals_stream_v1]
columns:
- {name: account_id, type: VARCHAR, doc: "Account that trusts the asset."}
- {name: asset, type: VARCHAR, doc: "CODE:ISSUER, or liquidity_pool_shares: and the pool's id."}
- {name: asset_type, type: VARCHAR, doc: "Type of the asset: credit_alphanum4, credit_alphanum12 or liquidity_pool_shares."}
- {name: asset_code, type: VARCHAR, nullable: true, doc: "Code of the asset; NULL for pool shares."}
- {name: asset_issuer, type: VARCHAR, nullable: true, doc: "Issuer of the asset; NULL for pool shares."}
- {name: liquidity_pool_id, type: VARCHAR, nullable: true, doc: "The pool whose shares it holds, hex; NULL for other assets."}
- {name: token_id, type: VARCHAR, nullable: true, doc: "Contract id of the asset; NULL for pool shares, which have none."}
- {name: balance, type: BIGINT, unit: stroops, doc: "Units the account holds."}
- {name: trust_limit, type: BIGINT, unit: stroops, doc: "Most units the account will hold."}
- {name: buying_liabilities, type: BIGINT, unit: stroops, doc: "Units its offers may still buy."}
- {name: selling_liabilities, type: BIGINT, unit: stroops, doc: "Units its offers may still sell."}
- {name: authorized, type: BOOLEAN, doc: "Whether the issuer lets the account hold and trade."}
- {name: authorized_to_maintain_liabilities, type: BOOLEAN, doc: "Whether open offers may stay, and nothing else."}
- {name: clawback_enabled, type: BOOLEAN, doc: "Whether the issuer may claw units back."}
- {name: sponsor, type: VARCHAR, nullable: true, doc: "Who pays the line's reserve; NULL when the account does."}
- {name: sponsor_known, type: BOOLEAN, doc: "Whether sponsor is known: true for every row that was made with entries_extra_snapshot_v1."}
---*/
WITH lines AS (
  SELECT
    *,
    asset_type = 'liquidity_pool_shares' AS is_pool_share,
    CASE
      WHEN asset_type = 'liquidity_pool_shares' THEN 'liquidity_pool_shares:' || asset_issuer
      ELSE asset_code || ':' || asset_issuer
    END AS asset,
    -- As bronze names the line elsewhere: a pool by its bare id.
    CASE
      WHEN asset_type = 'liquidity_pool_shares' THEN account_id || ':' || asset_issuer
      ELSE account_id || ':' || asset_code || ':' || asset_issuer
    END AS entry_key
  FROM trustlines_snapshot_v1
),
removals AS (
  SELECT
    split_part(entry_key, ':', 1) AS account_id,
    substr(entry_key, strpos(entry_key, ':') + 1) AS asset_name,
    ledger_sequence,
    closed_at,
    reason AS end_reason
  FROM ledger_entry_removals_stream_v1
  WHERE entry_type = 'trustline'
)
SELECT
  l.account_id,
  l.asset,
  l.asset_type,
  CASE WHEN NOT l.is_pool_share THEN l.asset_code END AS asset_code,
  CASE WHEN NOT l.is_pool_share THEN l.asset_issuer END AS asset_issuer,
  CASE WHEN l.is_pool_share THEN l.asset_issuer END AS liquidity_pool_id,
  CASE WHEN NOT l.is_pool_share THEN sac_id(l.asset) END AS token_id,
  -- Seven digits always: without the point the text is stroops.
  replace(l.balance, '.', '')::BIGINT AS balance,
  replace(l.trust_limit, '.', '')::BIGINT AS trust_limit,
  replace(l.buying_liabilities, '.', '')::BIGINT AS buying_liabilities,
  replace(l.selling_liabilities, '.', '')::BIGINT AS selling_liabilities,
  l.authorized,
  l.authorized_to_maintain_liabilities,
  l.clawback_enabled,
  x.sponsor,
  TRUE AS sponsor_known,
  l.ledger_sequence,
  l.created_at AS closed_at,
  NULL::VARCHAR AS change
FROM lines l
LEFT JOIN entries_extra_snapshot_v1 x
  ON x.entry_type = 'trustline' AND x.entry_key = l.entry_key AND x.ledger_sequence = l.ledger_sequence
UNION ALL BY NAME
SELECT
  account_id,
  CASE WHEN contains(asset_name, ':') THEN asset_name ELSE 'liquidity_pool_shares:' || asset_name END AS asset,
  ledger_sequence,
  closed_at,
  end_reason
FROM removals
