/*---
doc: One row per executable that a contract has had.
grain: executable of a contract
key: [contract_id]
versions: on_change
carried: [creator, created_ledger]
inputs: [contract_data_snapshot_v1, ledger_entry_removals_stream_v1, evicted_keys_state_v1, operations_row_v2, contract_calls_row_v1]
columns:
- {name: contract_id, type: VARCHAR, doc: "The contract."}
- {name: executable, type: VARCHAR, doc: "What it runs: stellar_asset or wasm."}
- {name: wasm_hash, type: VARCHAR, nullable: true, doc: "SHA-256 of its WASM, hex; NULL for stellar_asset."}
- {name: asset, type: VARCHAR, nullable: true, doc: "Asset of a verified asset contract, native or CODE:ISSUER; NULL for other contracts."}
- {name: creator, type: VARCHAR, nullable: true, doc: "Who created it, an account, or a contract whose call of the constructor was seen; NULL when unknown."}
- {name: created_ledger, type: BIGINT, unit: ledgers, nullable: true, doc: "Ledger that created it; NULL when that was before the segment."}
---*/
WITH instances AS (
  SELECT
    *,
    contract_entry(contract_data_xdr) AS entry,
    CASE asset_type WHEN 'native' THEN 'native' ELSE asset_code || ':' || asset_issuer END AS asset
  FROM contract_data_snapshot_v1
  WHERE contract_key_type = 'ScValTypeScvLedgerKeyContractInstance'
),
-- An instance cannot be removed and made again, so a ledger has one operation that created it, or none.
created_by_operation AS (
  SELECT ledger_sequence, soroban_contract_id AS contract_id, min(source_account) AS creator
  FROM operations_row_v2
  WHERE transaction_successful AND soroban_operation IN ('create_contract', 'create_contract_v2')
  GROUP BY ALL
),
-- A contract that another contract makes shows in the call of its constructor, where diagnostics exist (protocol 22 on).
created_by_contract AS (
  SELECT ledger_sequence, contract_id, arg_min(caller, (transaction_order, call_index)) AS creator
  FROM contract_calls_row_v1
  WHERE function_name = '__constructor' AND successful
  GROUP BY ALL
)
SELECT
  i.contract_id,
  i.entry.executable AS executable,
  i.entry.wasm_hash AS wasm_hash,
  i.asset,
  CASE WHEN i.ledger_entry_change = 0 THEN coalesce(o.creator, c.creator) END AS creator,
  CASE WHEN i.ledger_entry_change = 0 THEN i.ledger_sequence END AS created_ledger,
  i.ledger_sequence,
  i.closed_at,
  CASE i.ledger_entry_change WHEN 0 THEN 'created' WHEN 1 THEN 'updated' WHEN 4 THEN 'restored' END AS change
FROM instances i
LEFT JOIN created_by_operation o ON o.contract_id = i.contract_id AND o.ledger_sequence = i.ledger_sequence
LEFT JOIN created_by_contract c ON c.contract_id = i.contract_id AND c.ledger_sequence = i.ledger_sequence
WHERE NOT i.deleted
UNION ALL BY NAME
SELECT contract_id, ledger_sequence, closed_at, 'removed' AS end_reason
FROM instances
WHERE deleted
UNION ALL BY NAME
SELECT e.contract_id, r.ledger_sequence, r.closed_at, r.reason AS end_reason
FROM ledger_entry_removals_stream_v1 r
JOIN evicted_keys_state_v1 e ON e.key_hash = r.ledger_key_hash AND e.ledger_sequence = r.ledger_sequence
WHERE r.entry_type = 'contract_data' AND r.reason = 'evicted' AND e.key_type = 'ScValTypeScvLedgerKeyContractInstance'
