DROP TABLE extra."ledger_entry_removals_stream_v1";
DROP SCHEMA extra;
