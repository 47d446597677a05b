DROP TABLE "operations_row_v2";
DROP TABLE "transactions_row_v2";
DROP TABLE "ledgers_row_v2";
