DROP TABLE "extra"."hot_ledgers";

DROP TABLE "extra"."hot_batches";

DROP TABLE "extra"."hot_epoch";

DROP TABLE "extra"."hot_state";
