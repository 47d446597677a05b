DROP TABLE "restored_keys_state_v1";
DROP TABLE "evicted_keys_state_v1";
DROP TABLE "ttl_snapshot_v1";
DROP TABLE "config_settings_snapshot_v1";
DROP TABLE "contract_code_snapshot_v1";
DROP TABLE "contract_data_snapshot_v1";
DROP TABLE "contract_events_stream_v1";
