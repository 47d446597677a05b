ALTER TABLE "_meta_lineage" DROP COLUMN "schema_hash";
