/*---
doc: One row per state of a storage entry of a contract; nonces are left out.
grain: state of a storage entry
key: [ledger_key_hash]
inputs: [contract_data_snapshot_v1, ledger_entry_removals_stream_v1, evicted_keys_state_v1]
columns:
- {name: ledger_key_hash, type: VARCHAR, doc: "SHA-256 of the entry's LedgerKey; joins contract_ttl on key_hash."}
- {name: contract_id, type: VARCHAR, doc: "Contract that owns the entry."}
- {name: durability, type: VARCHAR, doc: "How long the entry can live: persistent or temporary."}
- {name: key_type, type: VARCHAR, doc: "Type of the entry's key."}
- {name: key, type: JSON, doc: "The entry's key, decoded."}
- {name: value, type: JSON, doc: "The entry's value, decoded."}
- {name: contract_data_xdr, type: VARCHAR, unit: base64, doc: "XDR of the ContractDataEntry."}
- {name: owner, type: VARCHAR, nullable: true, doc: "Address whose balance the entry is; NULL for entries that are no balance."}
- {name: amount_text, type: VARCHAR, nullable: true, unit: token units, doc: "That balance as digits; NULL as owner."}
- {name: last_modified_ledger, type: BIGINT, unit: ledgers, nullable: true, doc: "Ledger that last changed the entry, as the entry says; NULL when bronze cannot hold the number."}
---*/
WITH entries AS (
  SELECT *, contract_entry(contract_data_xdr) AS entry, storage_balance(contract_data_xdr) AS holding
  FROM contract_data_snapshot_v1
  WHERE NOT deleted
)
SELECT
  ledger_key_hash,
  contract_id,
  CASE contract_durability WHEN 'ContractDataDurabilityTemporary' THEN 'temporary' ELSE 'persistent' END AS durability,
  contract_key_type AS key_type,
  scval_json(entry.key)::JSON AS key,
  scval_json(entry.value)::JSON AS value,
  contract_data_xdr,
  holding.owner AS owner,
  holding.amount AS amount_text,
  last_modified_ledger::BIGINT AS last_modified_ledger,
  ledger_sequence,
  closed_at,
  CASE ledger_entry_change WHEN 0 THEN 'created' WHEN 1 THEN 'updated' WHEN 4 THEN 'restored' END AS change
FROM entries
UNION ALL BY NAME
SELECT ledger_key_hash, ledger_sequence, closed_at, 'removed' AS end_reason
FROM contract_data_snapshot_v1
WHERE deleted
UNION ALL BY NAME
SELECT r.ledger_key_hash, r.ledger_sequence, r.closed_at, r.reason AS end_reason
FROM ledger_entry_removals_stream_v1 r
-- Nonces have no rows above, so their ends would be ends of nothing.
ANTI JOIN evicted_keys_state_v1 e
  ON e.key_hash = r.ledger_key_hash AND e.ledger_sequence = r.ledger_sequence AND e.key_type = 'ScValTypeScvLedgerKeyNonce'
WHERE r.entry_type = 'contract_data' AND r.reason = 'evicted'
