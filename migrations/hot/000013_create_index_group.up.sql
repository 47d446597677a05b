-- One row per hash of a transaction, failed ones too, and one more per inner hash of a fee bump; sorted by key.
CREATE UNLOGGED TABLE extra."transaction_index_v1" (
  "key" BIGINT NOT NULL,
  "ledger_sequence" BIGINT NOT NULL,
  "application_order" INTEGER NOT NULL,
  "kind" INTEGER NOT NULL,
  PRIMARY KEY ("key", "ledger_sequence", "application_order", "kind")
);
CREATE INDEX "idx_transaction_ledger_seq" ON extra."transaction_index_v1" ("ledger_sequence");

-- One row per address that takes part in a transaction or in one of its operations, failed ones too; sorted by key.
CREATE UNLOGGED TABLE extra."participants_v1" (
  "key" BIGINT NOT NULL,
  "ledger_sequence" BIGINT NOT NULL,
  "application_order" INTEGER NOT NULL,
  "operation_order" INTEGER NOT NULL,
  "roles" INTEGER NOT NULL,
  PRIMARY KEY ("key", "ledger_sequence", "application_order", "operation_order")
);
CREATE INDEX "idx_participants_ledger_seq" ON extra."participants_v1" ("ledger_sequence");

-- One row per claimable balance, offer or pool that an operation changed, contract whose storage it changed, and pair of assets that it traded; sorted by kind and key.
CREATE UNLOGGED TABLE extra."entity_index_v1" (
  "kind" TEXT NOT NULL,
  "key" TEXT NOT NULL,
  "ledger_sequence" BIGINT NOT NULL,
  "application_order" INTEGER NOT NULL,
  "operation_order" INTEGER NOT NULL,
  PRIMARY KEY ("kind", "key", "ledger_sequence", "application_order", "operation_order")
);
CREATE INDEX "idx_entity_ledger_seq" ON extra."entity_index_v1" ("ledger_sequence");
