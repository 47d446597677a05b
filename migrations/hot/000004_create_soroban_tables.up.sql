-- Contracts: events, data, code, settings, lifetimes.

-- One row per contract, system or diagnostic event.
CREATE UNLOGGED TABLE "contract_events_stream_v1" (
  "event_id" TEXT NOT NULL,
  "contract_id" TEXT,
  "ledger_sequence" BIGINT NOT NULL,
  "transaction_hash" TEXT NOT NULL,
  "closed_at" TIMESTAMPTZ NOT NULL,
  "event_type" TEXT NOT NULL,
  "in_successful_contract_call" BOOLEAN NOT NULL,
  "topics_json" TEXT NOT NULL,
  "topics_decoded" TEXT NOT NULL,
  "data_xdr" TEXT NOT NULL,
  "data_decoded" TEXT NOT NULL,
  "topic_count" INTEGER NOT NULL,
  "operation_index" INTEGER NOT NULL,
  "event_index" INTEGER NOT NULL,
  "created_at" TIMESTAMPTZ NOT NULL,
  "ledger_range" BIGINT NOT NULL,
  PRIMARY KEY ("event_id")
);

-- One row per contract storage entry a ledger changed or removed; nonces are left out.
CREATE UNLOGGED TABLE "contract_data_snapshot_v1" (
  "contract_id" TEXT NOT NULL,
  "ledger_sequence" BIGINT NOT NULL,
  "ledger_key_hash" TEXT NOT NULL,
  "contract_key_type" TEXT NOT NULL,
  "contract_durability" TEXT NOT NULL,
  "asset_code" TEXT,
  "asset_issuer" TEXT,
  "asset_type" TEXT,
  "balance_holder" TEXT,
  "balance" TEXT,
  "last_modified_ledger" INTEGER,
  "ledger_entry_change" INTEGER NOT NULL,
  "deleted" BOOLEAN NOT NULL,
  "closed_at" TIMESTAMPTZ NOT NULL,
  "contract_data_xdr" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ NOT NULL,
  "ledger_range" BIGINT NOT NULL,
  PRIMARY KEY ("contract_id", "ledger_key_hash", "ledger_sequence")
) WITH (fillfactor = 90);

-- One row per WASM code entry a ledger changed or removed.
CREATE UNLOGGED TABLE "contract_code_snapshot_v1" (
  "contract_code_hash" TEXT NOT NULL,
  "ledger_key_hash" TEXT NOT NULL,
  "last_modified_ledger" INTEGER,
  "ledger_entry_change" INTEGER NOT NULL,
  "deleted" BOOLEAN NOT NULL,
  "closed_at" TIMESTAMPTZ NOT NULL,
  "ledger_sequence" BIGINT NOT NULL,
  "n_instructions" BIGINT,
  "n_functions" BIGINT,
  "n_globals" BIGINT,
  "n_table_entries" BIGINT,
  "n_types" BIGINT,
  "n_data_segments" BIGINT,
  "n_elem_segments" BIGINT,
  "n_imports" BIGINT,
  "n_exports" BIGINT,
  "n_data_segment_bytes" BIGINT,
  "ledger_range" BIGINT NOT NULL,
  PRIMARY KEY ("contract_code_hash", "ledger_sequence")
) WITH (fillfactor = 90);

-- One row per network setting a ledger changed, by upgrade or otherwise.
CREATE UNLOGGED TABLE "config_settings_snapshot_v1" (
  "config_setting_id" INTEGER NOT NULL,
  "ledger_sequence" BIGINT NOT NULL,
  "last_modified_ledger" INTEGER,
  "closed_at" TIMESTAMPTZ NOT NULL,
  "ledger_max_instructions" BIGINT,
  "tx_max_instructions" BIGINT,
  "fee_rate_per_instructions_increment" BIGINT,
  "tx_memory_limit" BIGINT,
  "ledger_max_read_ledger_entries" BIGINT,
  "ledger_max_read_bytes" BIGINT,
  "ledger_max_write_ledger_entries" BIGINT,
  "ledger_max_write_bytes" BIGINT,
  "tx_max_read_ledger_entries" BIGINT,
  "tx_max_read_bytes" BIGINT,
  "tx_max_write_ledger_entries" BIGINT,
  "tx_max_write_bytes" BIGINT,
  "contract_max_size_bytes" BIGINT,
  "config_setting_xdr" TEXT NOT NULL,
  "ledger_range" BIGINT NOT NULL,
  PRIMARY KEY ("config_setting_id", "ledger_sequence")
) WITH (fillfactor = 90);

-- One row per TTL entry a ledger changed or removed.
CREATE UNLOGGED TABLE "ttl_snapshot_v1" (
  "key_hash" TEXT NOT NULL,
  "ledger_sequence" BIGINT NOT NULL,
  "live_until_ledger_seq" BIGINT NOT NULL,
  "ttl_remaining" BIGINT NOT NULL,
  "expired" BOOLEAN NOT NULL,
  "last_modified_ledger" INTEGER,
  "deleted" BOOLEAN NOT NULL,
  "closed_at" TIMESTAMPTZ NOT NULL,
  "created_at" TIMESTAMPTZ NOT NULL,
  "ledger_range" BIGINT NOT NULL,
  "ledger_entry_change" INTEGER NOT NULL,
  PRIMARY KEY ("key_hash", "ledger_sequence")
) WITH (fillfactor = 90);

-- One row per ledger key a ledger evicted, TTL keys included.
CREATE UNLOGGED TABLE "evicted_keys_state_v1" (
  "key_hash" TEXT NOT NULL,
  "ledger_sequence" BIGINT NOT NULL,
  "contract_id" TEXT NOT NULL,
  "key_type" TEXT NOT NULL,
  "durability" TEXT NOT NULL,
  "closed_at" TIMESTAMPTZ NOT NULL,
  "ledger_range" BIGINT NOT NULL,
  "created_at" TIMESTAMPTZ NOT NULL,
  "ledger_entry_type" TEXT NOT NULL,
  PRIMARY KEY ("key_hash", "ledger_sequence")
);

-- One row per ledger key a ledger restored, TTL keys included.
CREATE UNLOGGED TABLE "restored_keys_state_v1" (
  "key_hash" TEXT NOT NULL,
  "ledger_sequence" BIGINT NOT NULL,
  "contract_id" TEXT NOT NULL,
  "key_type" TEXT NOT NULL,
  "durability" TEXT NOT NULL,
  "restored_from_ledger" BIGINT NOT NULL,
  "closed_at" TIMESTAMPTZ NOT NULL,
  "ledger_range" BIGINT NOT NULL,
  "created_at" TIMESTAMPTZ NOT NULL,
  "ledger_entry_type" TEXT NOT NULL,
  PRIMARY KEY ("key_hash", "ledger_sequence")
);
