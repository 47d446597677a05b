-- Tables beyond the 19 of the specification stand in a schema of their own.
CREATE SCHEMA extra;

-- One row per ledger entry that a ledger removed or evicted.
CREATE UNLOGGED TABLE extra."ledger_entry_removals_stream_v1" (
  "ledger_sequence" BIGINT NOT NULL,
  "closed_at" TIMESTAMPTZ NOT NULL,
  "entry_type" TEXT NOT NULL,
  "entry_key" TEXT NOT NULL,
  "ledger_key_hash" TEXT NOT NULL,
  "ledger_key_xdr" TEXT NOT NULL,
  "reason" TEXT NOT NULL,
  "ledger_range" BIGINT NOT NULL,
  PRIMARY KEY ("ledger_key_hash", "ledger_sequence")
);
CREATE INDEX "idx_ledger_entry_removals_range" ON extra."ledger_entry_removals_stream_v1" ("ledger_range");
CREATE INDEX "idx_ledger_entry_removals_ledger_seq" ON extra."ledger_entry_removals_stream_v1" ("ledger_sequence");
