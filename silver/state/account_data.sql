/*---
doc: One row per state of a data entry of an account.
grain: state of a data entry
key: [account_id, data_name, ledger_key_hash]
inputs: [account_data_snapshot_v1, ledger_entry_removals_stream_v1]
columns:
- {name: account_id, type: VARCHAR, doc: "Account that the entry belongs to."}
- {name: data_name, type: VARCHAR, doc: "Name of the entry; bytes that are no UTF-8 are replaced."}
- {name: ledger_key_hash, type: VARCHAR, doc: "SHA-256 of the entry's LedgerKey; tells names apart that print alike."}
- {name: data_value, type: VARCHAR, unit: base64, doc: "Value of the entry."}
- {name: data_text, type: VARCHAR, nullable: true, doc: "The value as text; NULL when its bytes are no UTF-8."}
- {name: sponsor, type: VARCHAR, nullable: true, doc: "Who pays the entry's reserve; NULL when the account does."}
---*/
SELECT
  account_id,
  data_name,
  ledger_key_hash,
  data_value,
  base64_text(data_value) AS data_text,
  sponsor,
  ledger_sequence,
  closed_at,
  NULL::VARCHAR AS change
FROM account_data_snapshot_v1
UNION ALL BY NAME
-- A name may have colons, an account has none.
SELECT
  split_part(entry_key, ':', 1) AS account_id,
  substr(entry_key, strpos(entry_key, ':') + 1) AS data_name,
  ledger_key_hash,
  ledger_sequence,
  closed_at,
  reason AS end_reason
FROM ledger_entry_removals_stream_v1
WHERE entry_type = 'data'
