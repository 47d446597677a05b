/*---
doc: One row per state of a WASM code entry.
grain: state of a code entry
key: [contract_code_hash]
inputs: [contract_code_snapshot_v1, ledger_entry_removals_stream_v1]
columns:
- {name: contract_code_hash, type: VARCHAR, doc: "SHA-256 of the WASM."}
- {name: ledger_key_hash, type: VARCHAR, doc: "SHA-256 of the entry's LedgerKey; joins contract_ttl on key_hash."}
- {include: contract_code_snapshot_v1, columns: [n_instructions, n_functions, n_globals, n_table_entries, n_types, n_data_segments, n_elem_segments, n_imports, n_exports, n_data_segment_bytes]}
- {name: last_modified_ledger, type: BIGINT, unit: ledgers, nullable: true, doc: "Ledger that last changed the entry, as the entry says; NULL when bronze cannot hold the number."}
---*/
SELECT
  contract_code_hash,
  ledger_key_hash,
  n_instructions,
  n_functions,
  n_globals,
  n_table_entries,
  n_types,
  n_data_segments,
  n_elem_segments,
  n_imports,
  n_exports,
  n_data_segment_bytes,
  last_modified_ledger::BIGINT AS last_modified_ledger,
  ledger_sequence,
  closed_at,
  CASE ledger_entry_change WHEN 0 THEN 'created' WHEN 1 THEN 'updated' WHEN 4 THEN 'restored' END AS change
FROM contract_code_snapshot_v1
WHERE NOT deleted
UNION ALL BY NAME
SELECT contract_code_hash, ledger_sequence, closed_at, 'removed' AS end_reason
FROM contract_code_snapshot_v1
WHERE deleted
UNION ALL BY NAME
SELECT entry_key AS contract_code_hash, ledger_sequence, closed_at, reason AS end_reason
FROM ledger_entry_removals_stream_v1
WHERE entry_type = 'contract_code' AND reason = 'evicted'
