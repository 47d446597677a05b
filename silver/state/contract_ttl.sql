/*---
doc: One row per state of a TTL entry, those of nonces included.
grain: state of a TTL entry
key: [key_hash]
inputs: [ttl_snapshot_v1, ledger_entry_removals_stream_v1]
columns:
- {name: key_hash, type: VARCHAR, doc: "SHA-256 of the LedgerKey of the entry it is about; joins contract_data and contract_code on ledger_key_hash."}
- {name: live_until_ledger, type: BIGINT, unit: ledgers, doc: "Last ledger in which that entry lives."}
---*/
SELECT
  key_hash,
  live_until_ledger_seq AS live_until_ledger,
  ledger_sequence,
  closed_at,
  CASE ledger_entry_change WHEN 0 THEN 'created' WHEN 1 THEN 'updated' WHEN 4 THEN 'restored' END AS change
FROM ttl_snapshot_v1
WHERE NOT deleted
UNION ALL BY NAME
SELECT key_hash, ledger_sequence, closed_at, 'removed' AS end_reason
FROM ttl_snapshot_v1
WHERE deleted
UNION ALL BY NAME
SELECT entry_key AS key_hash, ledger_sequence, closed_at, reason AS end_reason
FROM ledger_entry_removals_stream_v1
WHERE entry_type = 'ttl' AND reason = 'evicted'
