-- One row per transaction, failed ones too: its place in the ledger, who paid, the parts of its resource fee.
CREATE UNLOGGED TABLE extra."transactions_extra_row_v1" (
  "ledger_sequence" BIGINT NOT NULL,
  "transaction_hash" TEXT NOT NULL,
  "application_order" INTEGER NOT NULL,
  "transaction_id" BIGINT,
  "fee_account" TEXT NOT NULL,
  "fee_account_muxed" TEXT,
  "min_sequence_ledger_gap" BIGINT,
  "meta_version" INTEGER NOT NULL,
  "non_refundable_fee_charged" BIGINT,
  "refundable_fee_charged" BIGINT,
  "rent_fee_charged" BIGINT,
  "closed_at" TIMESTAMPTZ NOT NULL,
  "ledger_range" BIGINT NOT NULL,
  PRIMARY KEY ("ledger_sequence", "transaction_hash")
);
CREATE INDEX "idx_transactions_extra_range" ON extra."transactions_extra_row_v1" ("ledger_range");
CREATE INDEX "idx_transactions_extra_ledger_seq" ON extra."transactions_extra_row_v1" ("ledger_sequence");

-- One row per row of trades_row_v1: exact price, offers of both sides, fee of the pool.
CREATE UNLOGGED TABLE extra."trades_extra_row_v1" (
  "ledger_sequence" BIGINT NOT NULL,
  "transaction_hash" TEXT NOT NULL,
  "operation_index" INTEGER NOT NULL,
  "trade_index" INTEGER NOT NULL,
  "operation_id" BIGINT,
  "offer_id" BIGINT,
  "taker_offer_id" BIGINT,
  "price_n" BIGINT NOT NULL,
  "price_d" BIGINT NOT NULL,
  "pool_fee_bp" INTEGER,
  "closed_at" TIMESTAMPTZ NOT NULL,
  "ledger_range" BIGINT NOT NULL,
  PRIMARY KEY ("ledger_sequence", "transaction_hash", "operation_index", "trade_index")
);
CREATE INDEX "idx_trades_extra_range" ON extra."trades_extra_row_v1" ("ledger_range");
CREATE INDEX "idx_trades_extra_ledger_seq" ON extra."trades_extra_row_v1" ("ledger_sequence");

-- One row per data entry of an account that a ledger changed: its state after the ledger.
CREATE UNLOGGED TABLE extra."account_data_snapshot_v1" (
  "account_id" TEXT NOT NULL,
  "data_name" TEXT NOT NULL,
  "ledger_sequence" BIGINT NOT NULL,
  "ledger_key_hash" TEXT NOT NULL,
  "data_value" TEXT NOT NULL,
  "sponsor" TEXT,
  "last_modified_ledger" INTEGER,
  "closed_at" TIMESTAMPTZ NOT NULL,
  "ledger_range" BIGINT NOT NULL,
  PRIMARY KEY ("account_id", "ledger_key_hash", "ledger_sequence")
) WITH (fillfactor = 90);
CREATE INDEX "idx_account_data_range" ON extra."account_data_snapshot_v1" ("ledger_range");
CREATE INDEX "idx_account_data_ledger_seq" ON extra."account_data_snapshot_v1" ("ledger_sequence");

-- One row per classic entry a ledger changed that has one of these values after the ledger, or had one before it: NULLs say that it has none any more.
CREATE UNLOGGED TABLE extra."entries_extra_snapshot_v1" (
  "ledger_key_hash" TEXT NOT NULL,
  "ledger_sequence" BIGINT NOT NULL,
  "entry_type" TEXT NOT NULL,
  "entry_key" TEXT NOT NULL,
  "sponsor" TEXT,
  "inflation_destination" TEXT,
  "sequence_ledger" BIGINT,
  "sequence_time" BIGINT,
  "liquidity_pool_use_count" INTEGER,
  "claimants" TEXT,
  "closed_at" TIMESTAMPTZ NOT NULL,
  "ledger_range" BIGINT NOT NULL,
  PRIMARY KEY ("ledger_key_hash", "ledger_sequence")
) WITH (fillfactor = 90);
CREATE INDEX "idx_entries_extra_range" ON extra."entries_extra_snapshot_v1" ("ledger_range");
CREATE INDEX "idx_entries_extra_ledger_seq" ON extra."entries_extra_snapshot_v1" ("ledger_sequence");

-- One row per invoke_host_function operation, failed ones too: arguments, authorizations, return value.
CREATE UNLOGGED TABLE extra."invocations_extra_row_v1" (
  "ledger_sequence" BIGINT NOT NULL,
  "transaction_hash" TEXT NOT NULL,
  "operation_index" INTEGER NOT NULL,
  "args" TEXT,
  "args_xdr" TEXT,
  "authorizations" TEXT NOT NULL,
  "return_value" TEXT,
  "return_value_xdr" TEXT,
  "wasm_hash" TEXT,
  "created_contract" TEXT,
  "closed_at" TIMESTAMPTZ NOT NULL,
  "ledger_range" BIGINT NOT NULL,
  PRIMARY KEY ("ledger_sequence", "transaction_hash", "operation_index")
);
CREATE INDEX "idx_invocations_extra_range" ON extra."invocations_extra_row_v1" ("ledger_range");
CREATE INDEX "idx_invocations_extra_ledger_seq" ON extra."invocations_extra_row_v1" ("ledger_sequence");
