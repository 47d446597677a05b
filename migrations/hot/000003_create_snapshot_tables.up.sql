-- Snapshots of classic ledger entries.

-- One row per account a ledger changed, fee payments included: its state after the ledger.
CREATE UNLOGGED TABLE "accounts_snapshot_v1" (
  "account_id" TEXT NOT NULL,
  "ledger_sequence" BIGINT NOT NULL,
  "closed_at" TIMESTAMPTZ NOT NULL,
  "balance" TEXT NOT NULL,
  "sequence_number" BIGINT NOT NULL,
  "num_subentries" INTEGER,
  "num_sponsoring" INTEGER,
  "num_sponsored" INTEGER,
  "home_domain" TEXT,
  "master_weight" INTEGER NOT NULL,
  "low_threshold" INTEGER NOT NULL,
  "med_threshold" INTEGER NOT NULL,
  "high_threshold" INTEGER NOT NULL,
  "flags" INTEGER,
  "auth_required" BOOLEAN NOT NULL,
  "auth_revocable" BOOLEAN NOT NULL,
  "auth_immutable" BOOLEAN NOT NULL,
  "auth_clawback_enabled" BOOLEAN NOT NULL,
  "signers" TEXT,
  "sponsor_account" TEXT,
  "created_at" TIMESTAMPTZ NOT NULL,
  "updated_at" TIMESTAMPTZ NOT NULL,
  "ledger_range" BIGINT NOT NULL,
  PRIMARY KEY ("account_id", "ledger_sequence")
) WITH (fillfactor = 90);

-- One row per trustline a ledger changed: its state after the ledger.
CREATE UNLOGGED TABLE "trustlines_snapshot_v1" (
  "account_id" TEXT NOT NULL,
  "asset_code" TEXT NOT NULL,
  "asset_issuer" TEXT NOT NULL,
  "asset_type" TEXT NOT NULL,
  "balance" TEXT NOT NULL,
  "trust_limit" TEXT NOT NULL,
  "buying_liabilities" TEXT NOT NULL,
  "selling_liabilities" TEXT NOT NULL,
  "authorized" BOOLEAN NOT NULL,
  "authorized_to_maintain_liabilities" BOOLEAN NOT NULL,
  "clawback_enabled" BOOLEAN NOT NULL,
  "ledger_sequence" BIGINT NOT NULL,
  "created_at" TIMESTAMPTZ NOT NULL,
  "ledger_range" BIGINT NOT NULL,
  PRIMARY KEY ("account_id", "asset_code", "asset_issuer", "asset_type", "ledger_sequence")
) WITH (fillfactor = 90);

-- One row per account whose entry a ledger changed: its state after the ledger.
CREATE UNLOGGED TABLE "native_balances_snapshot_v1" (
  "account_id" TEXT NOT NULL,
  "balance" BIGINT NOT NULL,
  "buying_liabilities" BIGINT NOT NULL,
  "selling_liabilities" BIGINT NOT NULL,
  "num_subentries" INTEGER,
  "num_sponsoring" INTEGER,
  "num_sponsored" INTEGER,
  "sequence_number" BIGINT,
  "last_modified_ledger" BIGINT NOT NULL,
  "ledger_sequence" BIGINT NOT NULL,
  "ledger_range" BIGINT NOT NULL,
  PRIMARY KEY ("account_id", "ledger_sequence")
) WITH (fillfactor = 90);

-- One row per signer of an account whose signer set a ledger changed, deleted ones included.
CREATE UNLOGGED TABLE "account_signers_snapshot_v1" (
  "account_id" TEXT NOT NULL,
  "signer" TEXT NOT NULL,
  "ledger_sequence" BIGINT NOT NULL,
  "weight" INTEGER,
  "sponsor" TEXT,
  "deleted" BOOLEAN NOT NULL,
  "closed_at" TIMESTAMPTZ NOT NULL,
  "ledger_range" BIGINT NOT NULL,
  "created_at" TIMESTAMPTZ NOT NULL,
  PRIMARY KEY ("account_id", "signer", "ledger_sequence")
) WITH (fillfactor = 90);

-- One row per offer a ledger changed: its state after the ledger.
CREATE UNLOGGED TABLE "offers_snapshot_v1" (
  "offer_id" BIGINT NOT NULL,
  "seller_account" TEXT NOT NULL,
  "ledger_sequence" BIGINT NOT NULL,
  "closed_at" TIMESTAMPTZ NOT NULL,
  "selling_asset_type" TEXT NOT NULL,
  "selling_asset_code" TEXT,
  "selling_asset_issuer" TEXT,
  "buying_asset_type" TEXT NOT NULL,
  "buying_asset_code" TEXT,
  "buying_asset_issuer" TEXT,
  "amount" TEXT NOT NULL,
  "price" TEXT NOT NULL,
  "flags" INTEGER,
  "created_at" TIMESTAMPTZ NOT NULL,
  "ledger_range" BIGINT NOT NULL,
  PRIMARY KEY ("offer_id", "ledger_sequence")
) WITH (fillfactor = 90);

-- One row per claimable balance a ledger changed: its state after the ledger.
CREATE UNLOGGED TABLE "claimable_balances_snapshot_v1" (
  "balance_id" TEXT NOT NULL,
  "sponsor" TEXT NOT NULL,
  "ledger_sequence" BIGINT NOT NULL,
  "closed_at" TIMESTAMPTZ NOT NULL,
  "asset_type" TEXT NOT NULL,
  "asset_code" TEXT,
  "asset_issuer" TEXT,
  "amount" BIGINT NOT NULL,
  "claimants_count" INTEGER NOT NULL,
  "flags" INTEGER,
  "created_at" TIMESTAMPTZ NOT NULL,
  "ledger_range" BIGINT NOT NULL,
  PRIMARY KEY ("balance_id", "ledger_sequence")
) WITH (fillfactor = 90);

-- One row per liquidity pool a ledger changed: its state after the ledger.
CREATE UNLOGGED TABLE "liquidity_pools_snapshot_v1" (
  "liquidity_pool_id" TEXT NOT NULL,
  "ledger_sequence" BIGINT NOT NULL,
  "closed_at" TIMESTAMPTZ NOT NULL,
  "pool_type" TEXT NOT NULL,
  "fee" INTEGER NOT NULL,
  "trustline_count" INTEGER,
  "total_pool_shares" BIGINT NOT NULL,
  "asset_a_type" TEXT NOT NULL,
  "asset_a_code" TEXT,
  "asset_a_issuer" TEXT,
  "asset_a_amount" BIGINT NOT NULL,
  "asset_b_type" TEXT NOT NULL,
  "asset_b_code" TEXT,
  "asset_b_issuer" TEXT,
  "asset_b_amount" BIGINT NOT NULL,
  "created_at" TIMESTAMPTZ NOT NULL,
  "ledger_range" BIGINT NOT NULL,
  PRIMARY KEY ("liquidity_pool_id", "ledger_sequence")
) WITH (fillfactor = 90);
