/*---
doc: One row per description that a token has had, classic assets and token contracts alike.
grain: description of a token
key: [token_id]
versions: on_change
weak: NOT contract_deployed
inputs: [trustlines_snapshot_v1, native_balances_snapshot_v1, claimable_balances_snapshot_v1, liquidity_pools_snapshot_v1,
  contract_data_snapshot_v1, token_transfers_row_v1, ledgers_row_v2]
columns:
- {name: token_id, type: VARCHAR, doc: "Contract id of the token; of a classic asset the one that its asset contract has or would have."}
- {name: standard, type: VARCHAR, doc: "Kind of token: native, classic or sep41."}
- {name: asset, type: VARCHAR, nullable: true, doc: "The asset, native or CODE:ISSUER; NULL for sep41."}
- {name: asset_code, type: VARCHAR, nullable: true, doc: "Code of the asset; NULL for native and sep41."}
- {name: asset_issuer, type: VARCHAR, nullable: true, doc: "Issuer of the asset; NULL for native and sep41."}
- {name: contract_deployed, type: BOOLEAN, doc: "Whether an instance of the contract was seen."}
- {name: name, type: VARCHAR, nullable: true, doc: "Name that the contract gives; NULL when it gives none or is not deployed."}
- {name: symbol, type: VARCHAR, nullable: true, doc: "Symbol that the contract gives; NULL as name."}
- {name: decimals, type: INTEGER, nullable: true, doc: "Digits behind the point: 7 for assets, else what the contract says; NULL when unknown, never assumed."}
- {name: admin, type: VARCHAR, nullable: true, doc: "Administrator that the contract names, else the issuer of an asset; NULL when there is none."}
---*/
WITH instances AS (
  SELECT
    ledger_sequence,
    closed_at,
    contract_id AS token_id,
    CASE asset_type WHEN 'native' THEN 'native' ELSE asset_code || ':' || asset_issuer END AS asset,
    token_metadata(contract_data_xdr) AS metadata
  FROM contract_data_snapshot_v1
  WHERE contract_key_type = 'ScValTypeScvLedgerKeyContractInstance' AND NOT deleted
),
deployed AS (
  SELECT
    ledger_sequence,
    closed_at,
    token_id,
    asset,
    TRUE AS contract_deployed,
    metadata.name AS name,
    metadata.symbol AS symbol,
    metadata.decimals AS decimals,
    metadata.admin AS admin
  FROM instances
  WHERE asset IS NOT NULL OR metadata IS NOT NULL
),
-- Whatever names an asset: it is a token from the first such ledger on.
naming AS (
  SELECT ledger_sequence, asset_code || ':' || asset_issuer AS asset
  FROM trustlines_snapshot_v1
  WHERE asset_type <> 'liquidity_pool_shares'
  UNION
  SELECT ledger_sequence, 'native' FROM native_balances_snapshot_v1
  UNION
  SELECT ledger_sequence, CASE asset_type WHEN 'native' THEN 'native' ELSE asset_code || ':' || asset_issuer END
  FROM claimable_balances_snapshot_v1
  UNION
  SELECT ledger_sequence, CASE asset_a_type WHEN 'native' THEN 'native' ELSE asset_a_code || ':' || asset_a_issuer END
  FROM liquidity_pools_snapshot_v1
  UNION
  SELECT ledger_sequence, CASE asset_b_type WHEN 'native' THEN 'native' ELSE asset_b_code || ':' || asset_b_issuer END
  FROM liquidity_pools_snapshot_v1
  UNION
  SELECT ledger_sequence, asset FROM token_transfers_row_v1 WHERE asset IS NOT NULL
),
-- They say nothing of the contract, so they count only where nothing is known of the token (`weak`).
named AS (
  SELECT n.ledger_sequence, l.closed_at, sac_id(n.asset) AS token_id, n.asset, FALSE AS contract_deployed
  FROM naming n
  JOIN ledgers_row_v2 l ON l.sequence = n.ledger_sequence
  ANTI JOIN deployed d ON d.asset = n.asset AND d.ledger_sequence = n.ledger_sequence
),
described AS (
  SELECT * FROM deployed
  UNION ALL BY NAME
  SELECT * FROM named
)
SELECT
  token_id,
  CASE WHEN asset = 'native' THEN 'native' WHEN asset IS NOT NULL THEN 'classic' ELSE 'sep41' END AS standard,
  asset,
  CASE WHEN asset <> 'native' THEN split_part(asset, ':', 1) END AS asset_code,
  CASE WHEN asset <> 'native' THEN split_part(asset, ':', 2) END AS asset_issuer,
  contract_deployed,
  name,
  symbol,
  CASE WHEN asset IS NOT NULL THEN 7 ELSE decimals END AS decimals,
  coalesce(admin, CASE WHEN asset <> 'native' THEN split_part(asset, ':', 2) END) AS admin,
  ledger_sequence,
  closed_at,
  -- A token never ends: an archived contract can be restored, an asset can be issued again.
  NULL::VARCHAR AS end_reason,
  NULL::VARCHAR AS change
FROM described
