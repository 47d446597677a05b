/*---
doc: One row per transaction, failed ones too, with what it bid, what it paid and for what.
grain: transaction
key: [ledger_sequence, transaction_hash]
inputs: [transactions_row_v2, transactions_extra_row_v1, ledgers_row_v2]
columns:
- {use: ledger}
- {name: transaction_hash, type: VARCHAR, doc: "Hash of the transaction, hex; the outer one of a fee bump."}
- {name: transaction_order, type: INTEGER, doc: "Place among the ledger's transactions in the order in which they were applied, counted from 1."}
- {name: source_account, type: VARCHAR, doc: "Source of the transaction, of a fee bump the inner one."}
- {name: fee_account, type: VARCHAR, doc: "Who paid: the fee source of a fee bump, else the source."}
- {name: fee_account_muxed, type: VARCHAR, nullable: true, doc: "Who paid as an M address; NULL when it was named without a mux id."}
- {name: is_fee_bump, type: BOOLEAN, doc: "Whether the transaction was wrapped in a fee bump."}
- {name: is_soroban, type: BOOLEAN, doc: "Whether it declared resources for smart contracts."}
- {name: successful, type: BOOLEAN, doc: "Whether the transaction succeeded; failed ones pay all the same."}
- {name: operation_count, type: INTEGER, doc: "Operations in the envelope."}
- {name: fee_operations, type: INTEGER, doc: "Operations that the inclusion fee is charged for: one more for a fee bump."}
- {name: fee_bid, type: BIGINT, unit: stroops, doc: "Most it offered to pay, of a fee bump the outer offer."}
- {name: fee_charged, type: BIGINT, unit: stroops, doc: "What it paid in the end."}
- {name: fee_taken_first, type: BIGINT, unit: stroops, doc: "What was taken before the transaction ran, refund not yet given back."}
- {name: fee_refunded, type: BIGINT, unit: stroops, doc: "What was given back after it ran, 0 when nothing."}
- {name: resource_fee_bid, type: BIGINT, unit: stroops, nullable: true, doc: "Resource fee that it declared; NULL unless Soroban."}
- {name: resource_fee_charged, type: BIGINT, unit: stroops, nullable: true, doc: "Resource fee that remained after the refund; NULL unless Soroban."}
- {name: inclusion_fee_bid, type: BIGINT, unit: stroops, doc: "Most it offered for being included: the bid without the resource fee."}
- {name: inclusion_fee_charged, type: BIGINT, unit: stroops, doc: "What it paid for being included: the fee without the resource fee."}
- {name: inclusion_fee_per_operation, type: BIGINT, unit: stroops, doc: "Inclusion fee by fee_operations, rounded up."}
- {name: is_surge, type: BOOLEAN, nullable: true, doc: "Whether it paid more than the ledger's base fee for its operations; NULL when the base fee does not fit its type."}
- {name: non_refundable_fee_charged, type: BIGINT, unit: stroops, nullable: true, doc: "Resource fee that would not have been given back; NULL where the meta does not say."}
- {name: refundable_fee_charged, type: BIGINT, unit: stroops, nullable: true, doc: "Refundable resource fee that was used, rent included; NULL where the meta does not say."}
- {name: rent_fee_charged, type: BIGINT, unit: stroops, nullable: true, doc: "Rent in the refundable fee; NULL where the meta does not say."}
---*/
WITH
fees AS (
    SELECT t.ledger_sequence, t.created_at AS closed_at, t.ledger_range, t.transaction_hash,
        x.application_order AS transaction_order, t.source_account, x.fee_account, x.fee_account_muxed,
        t.inner_transaction_hash IS NOT NULL AS is_fee_bump,
        t.soroban_data_size_bytes IS NOT NULL AS is_soroban,
        t.successful, t.operation_count,
        -- The wrapping of a fee bump counts as one operation more.
        t.operation_count + is_fee_bump::INTEGER AS fee_operations,
        coalesce(t.fee_bump_fee, t.max_fee) AS fee_bid,
        t.fee_charged,
        coalesce(t.soroban_fee_refund, 0) AS fee_refunded,
        t.soroban_fee_resources AS resource_fee_bid,
        t.soroban_fee_charged AS resource_fee_charged,
        x.non_refundable_fee_charged, x.refundable_fee_charged, x.rent_fee_charged
    FROM transactions_row_v2 AS t
    JOIN transactions_extra_row_v1 AS x USING (ledger_sequence, transaction_hash)
),
inclusion AS (
    SELECT *, fee_bid - coalesce(resource_fee_bid, 0) AS inclusion_fee_bid,
        fee_charged - coalesce(resource_fee_charged, 0) AS inclusion_fee_charged
    FROM fees
)
SELECT f.ledger_sequence, f.closed_at, f.ledger_range, f.transaction_hash, f.transaction_order, f.source_account,
    f.fee_account, f.fee_account_muxed, f.is_fee_bump, f.is_soroban, f.successful, f.operation_count, f.fee_operations,
    f.fee_bid, f.fee_charged, f.fee_charged + f.fee_refunded AS fee_taken_first, f.fee_refunded, f.resource_fee_bid,
    f.resource_fee_charged, f.inclusion_fee_bid, f.inclusion_fee_charged,
    -- Rounded up. A transaction without operations is charged as one.
    (f.inclusion_fee_charged + greatest(f.fee_operations, 1) - 1) // greatest(f.fee_operations, 1)
        AS inclusion_fee_per_operation,
    -- The minimum is the ledger's own: the network has voted for others than 100.
    f.inclusion_fee_charged > l.base_fee::BIGINT * f.fee_operations AS is_surge,
    f.non_refundable_fee_charged, f.refundable_fee_charged, f.rent_fee_charged
FROM inclusion AS f
JOIN ledgers_row_v2 AS l ON l.sequence = f.ledger_sequence
