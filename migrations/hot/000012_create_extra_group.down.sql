DROP TABLE extra."invocations_extra_row_v1";
DROP TABLE extra."entries_extra_snapshot_v1";
DROP TABLE extra."account_data_snapshot_v1";
DROP TABLE extra."trades_extra_row_v1";
DROP TABLE extra."transactions_extra_row_v1";
