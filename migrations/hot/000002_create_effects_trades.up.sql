-- Effects of operations and trades.

-- One row per effect of a successful operation.
CREATE UNLOGGED TABLE "effects_row_v1" (
  "ledger_sequence" BIGINT NOT NULL,
  "transaction_hash" TEXT NOT NULL,
  "operation_index" INTEGER NOT NULL,
  "effect_index" INTEGER NOT NULL,
  "effect_type" INTEGER NOT NULL,
  "effect_type_string" TEXT NOT NULL,
  "account_id" TEXT,
  "amount" TEXT,
  "asset_code" TEXT,
  "asset_issuer" TEXT,
  "asset_type" TEXT,
  "trustline_limit" TEXT,
  "authorize_flag" BOOLEAN,
  "clawback_flag" BOOLEAN,
  "signer_account" TEXT,
  "signer_weight" INTEGER,
  "offer_id" BIGINT,
  "seller_account" TEXT,
  "created_at" TIMESTAMPTZ NOT NULL,
  "ledger_range" BIGINT NOT NULL,
  "account_muxed" TEXT,
  "operation_id" BIGINT,
  "effect_id" TEXT NOT NULL,
  "details_json" TEXT,
  "closed_at" TIMESTAMPTZ NOT NULL,
  PRIMARY KEY ("ledger_sequence", "transaction_hash", "operation_index", "effect_index")
);

-- One row per offer or pool that a successful operation crossed.
CREATE UNLOGGED TABLE "trades_row_v1" (
  "ledger_sequence" BIGINT NOT NULL,
  "transaction_hash" TEXT NOT NULL,
  "operation_index" INTEGER NOT NULL,
  "trade_index" INTEGER NOT NULL,
  "trade_type" TEXT NOT NULL,
  "trade_timestamp" TIMESTAMPTZ NOT NULL,
  "seller_account" TEXT NOT NULL,
  "selling_asset_code" TEXT,
  "selling_asset_issuer" TEXT,
  "selling_amount" TEXT NOT NULL,
  "buyer_account" TEXT NOT NULL,
  "buying_asset_code" TEXT,
  "buying_asset_issuer" TEXT,
  "buying_amount" TEXT NOT NULL,
  "price" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ NOT NULL,
  "ledger_range" BIGINT NOT NULL,
  PRIMARY KEY ("ledger_sequence", "transaction_hash", "operation_index", "trade_index")
);
