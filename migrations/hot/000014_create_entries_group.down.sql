DROP TABLE extra."ledger_entries_snapshot_v1";
