/*---
doc: One row per state of a claimable balance.
grain: state of a claimable balance
key: [balance_id]
ends: [ended_by, claimed_by]
inputs: [claimable_balances_snapshot_v1, entries_extra_snapshot_v1, ledger_entry_removals_stream_v1, effects_row_v1]
columns:
- {name: balance_id, type: VARCHAR, doc: "Id of the claimable balance, its XDR in hex."}
- {name: address, type: VARCHAR, doc: "The same id as an address (B)."}
- {name: asset, type: VARCHAR, doc: "What can be claimed: native or CODE:ISSUER."}
- {name: token_id, type: VARCHAR, doc: "Contract id of the asset."}
- {name: amount, type: BIGINT, unit: stroops, doc: "Amount that can be claimed."}
- {name: sponsor, type: VARCHAR, nullable: true, doc: "Who pays its reserve; NULL when nobody is named."}
- {name: clawback_enabled, type: BOOLEAN, nullable: true, doc: "Whether the issuer may claw it back; NULL when bronze cannot hold its flags."}
- {name: claimants_count, type: INTEGER, doc: "How many accounts may claim it."}
- {name: claimants, type: JSON, nullable: true, doc: "Who may claim it and when, as {claimant, predicate}, in the entry's order; NULL when bronze does not say."}
- {name: ended_by, type: VARCHAR, nullable: true, doc: "How it ended: claimed or clawed_back; NULL while it is open."}
- {name: claimed_by, type: VARCHAR, nullable: true, doc: "Account that claimed it; NULL when nobody did."}
---*/
WITH ends_told AS (
  -- Effects 52 (claimed) and 80 (clawed back) name the balance; an id ends once.
  SELECT
    ledger_sequence,
    json_extract_string(details_json, '$.balance_id') AS balance_id,
    CASE effect_type WHEN 52 THEN 'claimed' ELSE 'clawed_back' END AS ended_by,
    CASE effect_type WHEN 52 THEN account_id END AS claimed_by
  FROM effects_row_v1
  WHERE effect_type IN (52, 80)
),
balances AS (
  SELECT
    *,
    CASE asset_type WHEN 'native' THEN 'native' ELSE asset_code || ':' || asset_issuer END AS asset
  FROM claimable_balances_snapshot_v1
)
SELECT
  b.balance_id,
  balance_address(b.balance_id) AS address,
  b.asset,
  sac_id(b.asset) AS token_id,
  b.amount,
  nullif(b.sponsor, '') AS sponsor,
  (b.flags & 1) = 1 AS clawback_enabled,
  b.claimants_count,
  to_json(
    list_transform(
      json_extract(x.claimants, '$[*]'),
      lambda c: json_object('claimant', json_extract_string(c, '$.destination'), 'predicate', json_extract(c, '$.predicate'))
    )
  ) AS claimants,
  b.ledger_sequence,
  b.closed_at,
  NULL::VARCHAR AS change
FROM balances b
LEFT JOIN entries_extra_snapshot_v1 x
  ON x.entry_type = 'claimable_balance' AND x.entry_key = b.balance_id AND x.ledger_sequence = b.ledger_sequence
UNION ALL BY NAME
SELECT r.entry_key AS balance_id, e.ended_by, e.claimed_by, r.ledger_sequence, r.closed_at, r.reason AS end_reason
FROM ledger_entry_removals_stream_v1 r
LEFT JOIN ends_told e ON e.balance_id = r.entry_key AND e.ledger_sequence = r.ledger_sequence
WHERE r.entry_type = 'claimable_balance'
