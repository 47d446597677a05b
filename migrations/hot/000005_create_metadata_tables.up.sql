-- What describes the rows, as short-lived as they are.

-- One row per dataset the lake has.
CREATE UNLOGGED TABLE "_meta_datasets" (
  "name" TEXT NOT NULL,
  "tier" TEXT NOT NULL,
  "domain" TEXT NOT NULL,
  "purpose" TEXT NOT NULL,
  "subject" TEXT NOT NULL,
  "grain" TEXT NOT NULL,
  "major_version" INTEGER,
  "minor_version" INTEGER,
  "created_at" TIMESTAMPTZ,
  "updated_at" TIMESTAMPTZ,
  "description" TEXT,
  "schema_hash" TEXT,
  PRIMARY KEY ("name")
);

-- One row per dataset per committed batch.
CREATE UNLOGGED TABLE "_meta_lineage" (
  "id" INTEGER NOT NULL,
  "dataset" TEXT NOT NULL,
  "partition" TEXT,
  "source_ledger_start" INTEGER NOT NULL,
  "source_ledger_end" INTEGER NOT NULL,
  "pipeline_version" TEXT NOT NULL,
  "processor_name" TEXT NOT NULL,
  "checksum" TEXT,
  "row_count" INTEGER,
  "created_at" TIMESTAMPTZ NOT NULL,
  "era_id" TEXT,
  "version_label" TEXT,
  PRIMARY KEY ("id")
);

-- One row per executed check per batch.
CREATE UNLOGGED TABLE "_meta_quality" (
  "id" BIGINT NOT NULL,
  "dataset" TEXT NOT NULL,
  "partition" TEXT,
  "check_name" TEXT NOT NULL,
  "check_type" TEXT NOT NULL,
  "passed" BOOLEAN NOT NULL,
  "details" TEXT,
  "row_count" INTEGER,
  "null_anomalies" INTEGER,
  "created_at" TIMESTAMPTZ NOT NULL,
  PRIMARY KEY ("id")
);

-- One row per applied change of a table.
CREATE UNLOGGED TABLE "_meta_changes" (
  "id" INTEGER NOT NULL,
  "dataset" TEXT NOT NULL,
  "change_type" TEXT NOT NULL,
  "description" TEXT NOT NULL,
  "applied_by" TEXT NOT NULL,
  "applied_at" TIMESTAMPTZ NOT NULL,
  "rollback_sql" TEXT,
  PRIMARY KEY ("id")
);

-- One row per era, network and version.
CREATE UNLOGGED TABLE "_meta_eras" (
  "era_id" TEXT NOT NULL,
  "network" TEXT NOT NULL,
  "version_label" TEXT NOT NULL,
  "ledger_start" BIGINT NOT NULL,
  "ledger_end" BIGINT,
  "protocol_min" INTEGER,
  "protocol_max" INTEGER,
  "status" TEXT NOT NULL,
  "schema_epoch" TEXT,
  "pas_chain_head" TEXT,
  "created_at" TIMESTAMPTZ,
  "frozen_at" TIMESTAMPTZ,
  PRIMARY KEY ("era_id", "network", "version_label")
);
