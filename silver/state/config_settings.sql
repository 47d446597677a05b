/*---
doc: One row per state of a network setting.
grain: state of a network setting
key: [config_setting_id]
inputs: [config_settings_snapshot_v1]
columns:
- {name: config_setting_id, type: INTEGER, doc: "Which setting: ConfigSettingID."}
- {include: config_settings_snapshot_v1, columns: [ledger_max_instructions, tx_max_instructions, fee_rate_per_instructions_increment, tx_memory_limit, ledger_max_read_ledger_entries, ledger_max_read_bytes, ledger_max_write_ledger_entries, ledger_max_write_bytes, tx_max_read_ledger_entries, tx_max_read_bytes, tx_max_write_ledger_entries, tx_max_write_bytes, contract_max_size_bytes, config_setting_xdr]}
---*/
-- Settings never end.
SELECT
  config_setting_id,
  ledger_max_instructions,
  tx_max_instructions,
  fee_rate_per_instructions_increment,
  tx_memory_limit,
  ledger_max_read_ledger_entries,
  ledger_max_read_bytes,
  ledger_max_write_ledger_entries,
  ledger_max_write_bytes,
  tx_max_read_ledger_entries,
  tx_max_read_bytes,
  tx_max_write_ledger_entries,
  tx_max_write_bytes,
  contract_max_size_bytes,
  config_setting_xdr,
  ledger_sequence,
  closed_at,
  NULL::VARCHAR AS end_reason,
  NULL::VARCHAR AS change
FROM config_settings_snapshot_v1
