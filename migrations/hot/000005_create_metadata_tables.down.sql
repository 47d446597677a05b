DROP TABLE "_meta_eras";
DROP TABLE "_meta_changes";
DROP TABLE "_meta_quality";
DROP TABLE "_meta_lineage";
DROP TABLE "_meta_datasets";
