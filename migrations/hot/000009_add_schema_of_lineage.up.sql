ALTER TABLE "_meta_lineage" ADD COLUMN "schema_hash" text;
