-- One row per ledger entry of any kind that a ledger changed: the whole entry after the ledger.
CREATE UNLOGGED TABLE extra."ledger_entries_snapshot_v1" (
  "ledger_sequence" BIGINT NOT NULL,
  "closed_at" TIMESTAMPTZ NOT NULL,
  "entry_type" TEXT NOT NULL,
  "entry_key" TEXT NOT NULL,
  "ledger_key_hash" TEXT NOT NULL,
  "ledger_key_xdr" TEXT NOT NULL,
  "ledger_entry_xdr" TEXT NOT NULL,
  "sponsor" TEXT,
  "last_modified_ledger" BIGINT NOT NULL,
  "live_until_ledger" BIGINT,
  "ledger_range" BIGINT NOT NULL,
  PRIMARY KEY ("ledger_key_hash", "ledger_sequence")
) WITH (fillfactor = 90);
CREATE INDEX "idx_ledger_entries_range" ON extra."ledger_entries_snapshot_v1" ("ledger_range");
CREATE INDEX "idx_ledger_entries_ledger_seq" ON extra."ledger_entries_snapshot_v1" ("ledger_sequence");
