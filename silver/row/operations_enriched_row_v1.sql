/*---
doc: One row per operation of every transaction, failed ones too, with what its transaction and its ledger say of it.
grain: operation
key: [ledger_sequence, transaction_hash, operation_index]
inputs: [operations_row_v2, transactions_row_v2, transactions_extra_row_v1, effects_row_v1, trades_row_v1,
  ledgers_row_v2]
columns:
- {include: operations_row_v2}
- {name: closed_at, type: TIMESTAMP, doc: "Close time of the ledger, UTC."}
- {name: transaction_order, type: INTEGER, doc: "Place among the ledger's transactions in the order in which they were applied, counted from 1."}
- {name: operation_id, type: BIGINT, nullable: true, doc: "Ledger, application order and operation packed in one number, Horizon's id of the operation; NULL when the ledger's number does not fit in it."}
- {name: category, type: VARCHAR, doc: "What the operation is about: account, payment, offer, trustline, claimable, sponsorship, clawback, pool, soroban, data or inflation."}
- {name: is_payment, type: BOOLEAN, doc: "Whether it pays an account: a payment, path payment, merge or new account."}
- {name: is_soroban, type: BOOLEAN, doc: "Whether it is about smart contracts."}
- {name: price_n, type: BIGINT, nullable: true, doc: "Numerator of the offer's exact price; NULL unless it is an offer."}
- {name: price_d, type: BIGINT, nullable: true, doc: "Its denominator; NULL unless it is an offer."}
- {name: destination_muxed, type: VARCHAR, nullable: true, doc: "Receiver of a payment or merge as an M address; NULL when it was named without a mux id or the transaction failed."}
- {name: moved_asset, type: VARCHAR, nullable: true, doc: "The one asset that the operation itself moved; NULL when it failed, moved none, or may have moved several as trades and pools do."}
- {name: moved_amount, type: BIGINT, unit: stroops, nullable: true, doc: "How much of it the operation moved; NULL where moved_asset is."}
- {name: liquidity_pool_id, type: VARCHAR, nullable: true, doc: "Pool that a deposit, withdrawal or trustline for pool shares is about, hex; NULL for other operations."}
- {name: reserve_a_asset, type: VARCHAR, nullable: true, doc: "First asset of the pool; NULL unless the operation deposited or withdrew."}
- {name: reserve_a_amount, type: BIGINT, unit: stroops, nullable: true, doc: "How much of it was deposited or withdrawn; NULL unless the operation did either."}
- {name: reserve_b_asset, type: VARCHAR, nullable: true, doc: "Second asset of the pool; NULL unless the operation deposited or withdrew."}
- {name: reserve_b_amount, type: BIGINT, unit: stroops, nullable: true, doc: "How much of it was deposited or withdrawn; NULL unless the operation did either."}
- {name: trade_count, type: INTEGER, doc: "Offers and pools that the operation crossed, 0 when none."}
- {name: effect_count, type: INTEGER, doc: "Effects of the operation, 0 when none."}
- {name: transaction_source_account, type: VARCHAR, doc: "Source of the transaction, of a fee bump the inner one."}
- {name: fee_account, type: VARCHAR, doc: "Who paid the fee: the fee source of a fee bump, else the source of the transaction."}
- {name: is_fee_bump, type: BOOLEAN, doc: "Whether the transaction was wrapped in a fee bump."}
- {name: transaction_result_code, type: VARCHAR, doc: "Outer result code of the transaction."}
- {name: transaction_fee_charged, type: BIGINT, unit: stroops, doc: "Fee that the whole transaction paid."}
- {name: transaction_operation_count, type: INTEGER, doc: "Operations in the transaction."}
- {name: account_sequence, type: BIGINT, nullable: true, doc: "Sequence number that the transaction used up; NULL when bronze does not have it."}
- {name: memo_type, type: VARCHAR, nullable: true, doc: "Kind of the transaction's memo: none, text, id, hash or return; NULL when bronze does not have it."}
- {name: memo, type: VARCHAR, nullable: true, doc: "Memo of the transaction, hash and return in hex; NULL for none."}
- {name: protocol_version, type: INTEGER, doc: "Protocol version in the header of the ledger, already the new one in a ledger that upgrades it."}
- {name: base_fee, type: INTEGER, unit: stroops, nullable: true, doc: "Minimum fee of an operation in the ledger; NULL when it does not fit the type."}
- {name: base_reserve, type: INTEGER, unit: stroops, nullable: true, doc: "Reserve of one ledger entry in the ledger; NULL when it does not fit the type."}
---*/
WITH
-- One effect each of account_credited (2) and account_debited (3) where they are asked for below.
effects AS (
    SELECT ledger_sequence, transaction_hash, operation_index, count(*)::INTEGER AS effect_count,
        max(account_muxed) FILTER (effect_type = 2) AS receiver_muxed,
        max(asset_code || ':' || asset_issuer) FILTER (effect_type = 2) AS credited_asset,
        max(amount) FILTER (effect_type = 2) AS credited_amount,
        max(amount) FILTER (effect_type = 3) AS debited_amount
    FROM effects_row_v1
    GROUP BY ALL
),
-- What was in a claimed balance (52), and both reserves that went into a pool (90) or came out of it (91).
details AS (
    SELECT ledger_sequence, transaction_hash, operation_index,
        details_json ->> '$.asset' AS claimed_asset,
        replace(details_json ->> '$.amount', '.', '')::BIGINT AS claimed_amount,
        CASE effect_type WHEN 90 THEN details_json -> '$.reserves_deposited'
            WHEN 91 THEN details_json -> '$.reserves_received' END AS reserves
    FROM effects_row_v1
    WHERE effect_type IN (52, 90, 91)
),
trades AS (
    SELECT ledger_sequence, transaction_hash, operation_index, count(*)::INTEGER AS trade_count
    FROM trades_row_v1
    GROUP BY ALL
),
moved AS (
    SELECT o.ledger_sequence, o.transaction_hash, o.operation_index,
        CASE WHEN o.type IN (0, 8) THEN 'native'
            WHEN o.type IN (1, 2, 13, 14, 19) THEN o.asset
            WHEN o.type = 15 THEN d.claimed_asset
            WHEN o.type = 20 THEN e.credited_asset END AS moved_asset,
        CASE WHEN o.type = 0 THEN o.starting_balance
            WHEN o.type = 8 THEN replace(e.debited_amount, '.', '')::BIGINT
            WHEN o.type IN (1, 2, 13, 14, 19) THEN o.amount
            WHEN o.type = 15 THEN d.claimed_amount
            WHEN o.type = 20 THEN replace(e.credited_amount, '.', '')::BIGINT END AS moved_amount,
        CASE WHEN o.type IN (1, 2, 8, 13) THEN e.receiver_muxed END AS destination_muxed,
        e.effect_count, d.reserves
    FROM operations_row_v2 AS o
    LEFT JOIN effects AS e USING (ledger_sequence, transaction_hash, operation_index)
    LEFT JOIN details AS d USING (ledger_sequence, transaction_hash, operation_index)
    WHERE o.transaction_successful
)
SELECT o.*, l.closed_at, x.application_order AS transaction_order,
    -- A transaction's id leaves room for 4,095 operations, counted from 1.
    x.transaction_id + o.operation_index + 1 AS operation_id,
    CASE WHEN o.type IN (0, 5, 8, 11) THEN 'account'
        WHEN o.type IN (1, 2, 13) THEN 'payment'
        WHEN o.type IN (3, 4, 12) THEN 'offer'
        WHEN o.type IN (6, 7, 21) THEN 'trustline'
        WHEN o.type IN (14, 15, 20) THEN 'claimable'
        WHEN o.type IN (16, 17, 18) THEN 'sponsorship'
        WHEN o.type = 19 THEN 'clawback'
        WHEN o.type IN (22, 23) THEN 'pool'
        WHEN o.type IN (24, 25, 26) THEN 'soroban'
        WHEN o.type = 10 THEN 'data'
        WHEN o.type = 9 THEN 'inflation' END AS category,
    o.type IN (0, 1, 2, 8, 13) AS is_payment,
    o.type IN (24, 25, 26) AS is_soroban,
    (o.price_r ->> '$.n')::BIGINT AS price_n,
    (o.price_r ->> '$.d')::BIGINT AS price_d,
    m.destination_muxed, m.moved_asset, m.moved_amount,
    CASE WHEN o.type IN (6, 22, 23) AND o.asset_type = 'liquidity_pool_shares'
        THEN split_part(o.asset, ':', 2) END AS liquidity_pool_id,
    m.reserves ->> '$[0].asset' AS reserve_a_asset,
    replace(m.reserves ->> '$[0].amount', '.', '')::BIGINT AS reserve_a_amount,
    m.reserves ->> '$[1].asset' AS reserve_b_asset,
    replace(m.reserves ->> '$[1].amount', '.', '')::BIGINT AS reserve_b_amount,
    coalesce(r.trade_count, 0) AS trade_count,
    coalesce(m.effect_count, 0) AS effect_count,
    t.source_account AS transaction_source_account, x.fee_account,
    t.inner_transaction_hash IS NOT NULL AS is_fee_bump,
    t.transaction_result_code, t.fee_charged AS transaction_fee_charged,
    t.operation_count AS transaction_operation_count, t.account_sequence, t.memo_type, t.memo,
    l.protocol_version, l.base_fee, l.base_reserve
FROM operations_row_v2 AS o
JOIN transactions_row_v2 AS t USING (ledger_sequence, transaction_hash)
JOIN transactions_extra_row_v1 AS x USING (ledger_sequence, transaction_hash)
JOIN ledgers_row_v2 AS l ON l.sequence = o.ledger_sequence
LEFT JOIN moved AS m USING (ledger_sequence, transaction_hash, operation_index)
LEFT JOIN trades AS r USING (ledger_sequence, transaction_hash, operation_index)
