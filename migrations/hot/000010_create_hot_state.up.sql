-- What the ingester and the flusher know of the rows beside them.

-- One row: whose ledgers these are, and where the cold lake goes on from. Outlives a crash.
CREATE TABLE "extra"."hot_state" (
  "one" BOOLEAN PRIMARY KEY DEFAULT true CHECK ("one"),
  "network" TEXT NOT NULL,
  "epoch" BIGINT NOT NULL,
  "epoch_since" TIMESTAMPTZ NOT NULL,
  "flushed_through" BIGINT,
  "flushed_hash" TEXT
);

-- One row that a crash of the server empties together with the rows of ledgers: without it, or with
-- another epoch than in hot_state, the buffer begins anew.
CREATE UNLOGGED TABLE "extra"."hot_epoch" (
  "one" BOOLEAN PRIMARY KEY DEFAULT true CHECK ("one"),
  "epoch" BIGINT NOT NULL,
  "last_lineage_id" BIGINT NOT NULL DEFAULT 0,
  "last_quality_id" BIGINT NOT NULL DEFAULT 0
);

-- One row per batch of ledgers in the hot buffer.
CREATE UNLOGGED TABLE "extra"."hot_batches" (
  "lo" BIGINT NOT NULL,
  "hi" BIGINT NOT NULL,
  "batch_id" TEXT NOT NULL,
  "network" TEXT NOT NULL,
  "first_prev_hash" TEXT NOT NULL,
  "last_hash" TEXT NOT NULL,
  "source" TEXT NOT NULL,
  "pipeline_version" TEXT NOT NULL,
  "writer" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ NOT NULL,
  "row_counts" TEXT NOT NULL,
  "digests" TEXT NOT NULL,
  "protocol_first" BIGINT NOT NULL,
  "protocol_last" BIGINT NOT NULL,
  "lineage_after" BIGINT NOT NULL,
  "lineage_last" BIGINT NOT NULL,
  "quality_after" BIGINT NOT NULL,
  "quality_last" BIGINT NOT NULL,
  PRIMARY KEY ("lo")
);

CREATE UNIQUE INDEX "idx_hot_batches_id" ON "extra"."hot_batches" ("batch_id");

-- One row per ledger in the hot buffer: the whole of it as the network published it.
CREATE UNLOGGED TABLE "extra"."hot_ledgers" (
  "sequence" BIGINT PRIMARY KEY,
  "closed_at" TIMESTAMPTZ NOT NULL,
  "ledger_hash" TEXT NOT NULL,
  "previous_ledger_hash" TEXT NOT NULL,
  "xdr_bytes" BIGINT NOT NULL,
  "xdr_zstd" BYTEA NOT NULL
);

-- It is compressed already.
ALTER TABLE "extra"."hot_ledgers" ALTER COLUMN "xdr_zstd" SET STORAGE EXTERNAL;
