DROP TABLE "trades_row_v1";
DROP TABLE "effects_row_v1";
