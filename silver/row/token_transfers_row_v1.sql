/*---
doc: One row per movement of value, with CAP-67's meaning for all history, whatever events the ledger itself carries.
grain: movement of value
key: [ledger_sequence, transaction_hash, operation_index, transfer_index]
inputs: [operations_row_v2, transactions_row_v2, transactions_extra_row_v1, effects_row_v1, trades_row_v1,
  contract_events_stream_v1, ledgers_row_v2, previous_ledger]
columns:
- {use: ledger}
- {name: transaction_hash, type: VARCHAR, doc: "Hash of the transaction, hex."}
- {name: transaction_order, type: INTEGER, doc: "Place among the ledger's transactions in the order in which they were applied, counted from 1."}
- {name: operation_index, type: INTEGER, doc: "Position of the operation in the envelope, counted from 0; -1 for fees."}
- {name: transfer_index, type: INTEGER, doc: "Orders the movements of one operation, with gaps; of an event its event_index, -1 for lumens made by mistake."}
- {name: operation_type, type: INTEGER, nullable: true, doc: "Type of the operation as a number; NULL for fees."}
- {name: kind, type: VARCHAR, doc: "What it is to the supply of the token: transfer, mint, burn, clawback or fee."}
- {name: leg, type: VARCHAR, doc: "Part of the operation: charge, refund, create, payment, sold, bought, final, merge, payout, lock, claim, clawback, deposit_a, deposit_b, withdraw_a, withdraw_b, revoke, event or drift."}
- {name: from_address, type: VARCHAR, nullable: true, doc: "Who gave, as a G, C, B or L address; NULL for a mint."}
- {name: from_type, type: VARCHAR, nullable: true, doc: "What gave: account, contract, claimable_balance or liquidity_pool; NULL for a mint."}
- {name: to_address, type: VARCHAR, nullable: true, doc: "Who got it, as a G, C, B or L address; NULL for a burn, clawback or fee."}
- {name: to_type, type: VARCHAR, nullable: true, doc: "What got it: account, contract, claimable_balance or liquidity_pool; NULL for a burn, clawback or fee."}
- {name: to_muxed, type: VARCHAR, nullable: true, doc: "Receiver as an M address when it was named with a mux id; NULL otherwise, never made of a memo."}
- {name: to_memo_type, type: VARCHAR, nullable: true, doc: "What tells the receiver for whom it is: mux_id, id, text, hash, return or bytes; NULL when nothing does."}
- {name: to_memo, type: VARCHAR, nullable: true, doc: "That id in decimal, the text, or the bytes in hex; NULL when there is none."}
- {name: token_id, type: VARCHAR, doc: "Contract of the token; of a classic asset the one that its asset contract has or would have."}
- {name: token_standard, type: VARCHAR, doc: "Where the row is from: classic by the rule of the operation, sac by an event of an asset's contract, sep41 by an event of any other contract."}
- {name: asset, type: VARCHAR, nullable: true, doc: "Classic asset, native or CODE:ISSUER; NULL for sep41."}
- {name: asset_code, type: VARCHAR, nullable: true, doc: "Code of the classic asset; NULL for lumens and sep41."}
- {name: asset_issuer, type: VARCHAR, nullable: true, doc: "Issuer of the classic asset; NULL for lumens and sep41."}
- {name: amount, type: "DECIMAL(38,0)", unit: token units, nullable: true, doc: "How much moved, in the smallest unit of the token, negative for refunds of fees and where a contract says so; NULL when a contract's number has more than 38 digits."}
- {name: amount_text, type: VARCHAR, unit: token units, doc: "The same number as decimal digits, whatever its size."}
- {name: event_id, type: VARCHAR, nullable: true, doc: "Event that the row was read from; NULL for classic operations and fees."}
- {name: trade_index, type: INTEGER, nullable: true, doc: "Trade of the operation that a leg sold or bought belongs to; NULL for other legs."}
- {name: balance_id, type: VARCHAR, nullable: true, doc: "Id of the claimable balance on one of the sides, its XDR in hex; NULL when there is none."}
- {name: liquidity_pool_id, type: VARCHAR, nullable: true, doc: "Id of the liquidity pool on one of the sides, hex; NULL when there is none."}
---*/
-- How to read this. A family of operations has a query of its own, which says who gave what to whom in leg names, as
-- if mints and burns were transfers. `moves` puts the families together, `movements` makes mints and burns of what an
-- issuer gives and gets, the last SELECT adds what transaction and token say.
-- One movement has one source, chosen by the type of operation. The unified events of classic operations (CAP-67) say
-- the same once more, so they are never read here: they check us.
WITH
transactions AS MATERIALIZED (
    SELECT t.ledger_sequence, t.transaction_hash, t.created_at AS closed_at, t.ledger_range, t.fee_charged,
        coalesce(t.soroban_fee_refund, 0) AS fee_refund, t.memo_type, t.memo,
        x.application_order AS transaction_order, x.fee_account
    FROM transactions_row_v2 AS t
    JOIN transactions_extra_row_v1 AS x USING (ledger_sequence, transaction_hash)
),
-- A transaction that failed moved nothing but its fee.
operations AS MATERIALIZED (
    SELECT ledger_sequence, transaction_hash, operation_index, type AS operation_type, source_account,
        source_account_muxed, destination, trustor, asset, amount, starting_balance, balance_id
    FROM operations_row_v2
    WHERE transaction_successful
),

-- ------------------------------------------------------------------------------------------------------------- fees
-- Fees are charged first and partly given back later, failed transactions included. Both rows together are what was
-- paid; the same account pays and gets, of a fee bump the outer one.
fees AS (
    SELECT ledger_sequence, transaction_hash, -1 AS operation_index, 0 AS transfer_index, 'charge' AS leg,
        'fee' AS kind, fee_account AS from_address, 'native' AS asset, fee_charged + fee_refund AS amount
    FROM transactions
    UNION ALL BY NAME
    SELECT ledger_sequence, transaction_hash, -1 AS operation_index, 1 AS transfer_index, 'refund' AS leg,
        'fee' AS kind, fee_account AS from_address, 'native' AS asset, -fee_refund AS amount
    FROM transactions
),

-- ------------------------------------------------------------------------------------------- from account to account
-- Whom the operation named by an M address. Type 2 is account_credited, in these operations one effect each.
muxed_receivers AS (
    SELECT e.ledger_sequence, e.transaction_hash, e.operation_index, e.account_muxed AS to_muxed
    FROM effects_row_v1 AS e
    JOIN operations AS o USING (ledger_sequence, transaction_hash, operation_index)
    WHERE e.effect_type = 2 AND e.account_muxed IS NOT NULL AND o.operation_type IN (1, 2, 8, 13)
),
created_accounts AS (
    SELECT ledger_sequence, transaction_hash, operation_index, operation_type, 0 AS transfer_index, 'create' AS leg,
        source_account AS from_address, destination AS to_address, 'native' AS asset, starting_balance AS amount
    FROM operations
    WHERE operation_type = 0
),
payments AS (
    SELECT ledger_sequence, transaction_hash, operation_index, operation_type, 0 AS transfer_index, 'payment' AS leg,
        source_account AS from_address, destination AS to_address, to_muxed, asset, amount
    FROM operations
    LEFT JOIN muxed_receivers USING (ledger_sequence, transaction_hash, operation_index)
    WHERE operation_type = 1
),
-- The operation does not say how much a merged account had; its effect account_debited (3) does.
merged_accounts AS (
    SELECT o.ledger_sequence, o.transaction_hash, o.operation_index, o.operation_type, 0 AS transfer_index,
        'merge' AS leg, o.source_account AS from_address, o.destination AS to_address, m.to_muxed, 'native' AS asset,
        replace(e.amount, '.', '')::BIGINT AS amount
    FROM operations AS o
    JOIN effects_row_v1 AS e USING (ledger_sequence, transaction_hash, operation_index)
    LEFT JOIN muxed_receivers AS m USING (ledger_sequence, transaction_hash, operation_index)
    WHERE o.operation_type = 8 AND e.effect_type = 3
),
-- Inflation made new lumens: nobody gave them.
inflation_payouts AS (
    SELECT o.ledger_sequence, o.transaction_hash, o.operation_index, o.operation_type,
        e.effect_index AS transfer_index, 'payout' AS leg, 'mint' AS kind, e.account_id AS to_address,
        'native' AS asset, replace(e.amount, '.', '')::BIGINT AS amount
    FROM operations AS o
    JOIN effects_row_v1 AS e USING (ledger_sequence, transaction_hash, operation_index)
    WHERE o.operation_type = 9 AND e.effect_type = 2
),

-- ------------------------------------------------------------------------------------------- offers and path payments
-- One row per offer or pool that was crossed. The resting side sold, the operation's source bought.
trades AS MATERIALIZED (
    SELECT r.ledger_sequence, r.transaction_hash, r.operation_index, o.operation_type, r.trade_index,
        r.buyer_account AS buyer,
        if(r.trade_type = 'liquidity_pool', r.seller_account, NULL) AS liquidity_pool_id,
        if(r.trade_type = 'liquidity_pool', pool_address(r.seller_account), r.seller_account) AS seller,
        coalesce(r.selling_asset_code || ':' || r.selling_asset_issuer, 'native') AS sold_asset,
        replace(r.selling_amount, '.', '')::BIGINT AS sold_amount,
        coalesce(r.buying_asset_code || ':' || r.buying_asset_issuer, 'native') AS bought_asset,
        replace(r.buying_amount, '.', '')::BIGINT AS bought_amount
    FROM trades_row_v1 AS r
    JOIN operations AS o USING (ledger_sequence, transaction_hash, operation_index)
),
trade_legs AS (
    SELECT ledger_sequence, transaction_hash, operation_index, operation_type, trade_index, liquidity_pool_id,
        2 * trade_index AS transfer_index, 'sold' AS leg,
        seller AS from_address, buyer AS to_address, sold_asset AS asset, sold_amount AS amount
    FROM trades
    UNION ALL BY NAME
    SELECT ledger_sequence, transaction_hash, operation_index, operation_type, trade_index, liquidity_pool_id,
        2 * trade_index + 1 AS transfer_index, 'bought' AS leg,
        buyer AS from_address, seller AS to_address, bought_asset AS asset, bought_amount AS amount
    FROM trades
),
-- Places that the legs of an operation take up: two for each trade, also for one whose atom moved nothing.
trade_places AS (
    SELECT ledger_sequence, transaction_hash, operation_index, 2 * max(trade_index) + 2 AS places
    FROM trades
    GROUP BY ALL
),
-- The source of a path payment trades with everybody on the path, then it pays the receiver.
path_payments AS (
    SELECT ledger_sequence, transaction_hash, operation_index, operation_type,
        coalesce(places, 0) AS transfer_index, 'final' AS leg,
        source_account AS from_address, destination AS to_address, to_muxed, asset, amount
    FROM operations
    LEFT JOIN trade_places USING (ledger_sequence, transaction_hash, operation_index)
    LEFT JOIN muxed_receivers USING (ledger_sequence, transaction_hash, operation_index)
    WHERE operation_type IN (2, 13)
),

-- ------------------------------------------------------------------------------------------------ claimable balances
locked_balances AS (
    SELECT ledger_sequence, transaction_hash, operation_index, operation_type, 0 AS transfer_index, 'lock' AS leg,
        source_account AS from_address, balance_address(balance_id) AS to_address, asset, amount, balance_id
    FROM operations
    WHERE operation_type = 14
),
-- Who claims names a balance only; what was in it is told by effect claimable_balance_claimed (52).
claimed_balances AS (
    SELECT o.ledger_sequence, o.transaction_hash, o.operation_index, o.operation_type, 0 AS transfer_index,
        'claim' AS leg, balance_address(o.balance_id) AS from_address, o.source_account AS to_address,
        o.source_account_muxed AS to_muxed, e.details_json ->> '$.asset' AS asset,
        replace(e.details_json ->> '$.amount', '.', '')::BIGINT AS amount, o.balance_id
    FROM operations AS o
    JOIN effects_row_v1 AS e USING (ledger_sequence, transaction_hash, operation_index)
    WHERE o.operation_type = 15 AND e.effect_type = 52
),

-- --------------------------------------------------------------------------------------------------------- clawbacks
-- Of an account, or of a balance, where effect account_credited (2) of the issuer tells what was in it.
clawbacks AS (
    SELECT ledger_sequence, transaction_hash, operation_index, operation_type, 0 AS transfer_index,
        'clawback' AS leg, 'clawback' AS kind, trustor AS from_address, asset, amount
    FROM operations
    WHERE operation_type = 19
    UNION ALL BY NAME
    SELECT o.ledger_sequence, o.transaction_hash, o.operation_index, o.operation_type, 0 AS transfer_index,
        'clawback' AS leg, 'clawback' AS kind, balance_address(o.balance_id) AS from_address,
        e.asset_code || ':' || e.asset_issuer AS asset, replace(e.amount, '.', '')::BIGINT AS amount, o.balance_id
    FROM operations AS o
    JOIN effects_row_v1 AS e USING (ledger_sequence, transaction_hash, operation_index)
    WHERE o.operation_type = 20 AND e.effect_type = 2
),

-- --------------------------------------------------------------------------------------------------- liquidity pools
-- Effects liquidity_pool_deposited (90) and _withdrew (91) tell both reserves, first the one that sorts first.
pool_exchanges AS (
    SELECT o.ledger_sequence, o.transaction_hash, o.operation_index, o.operation_type, o.source_account,
        o.source_account_muxed, e.details_json ->> '$.liquidity_pool.id' AS liquidity_pool_id,
        e.details_json -> if(e.effect_type = 90, '$.reserves_deposited', '$.reserves_received') AS reserves,
        unnest([0, 1]) AS side
    FROM operations AS o
    JOIN effects_row_v1 AS e USING (ledger_sequence, transaction_hash, operation_index)
    WHERE o.operation_type IN (22, 23) AND e.effect_type IN (90, 91)
),
pool_legs AS (
    SELECT ledger_sequence, transaction_hash, operation_index, operation_type, liquidity_pool_id,
        side AS transfer_index, if(operation_type = 22, 'deposit_', 'withdraw_') || if(side = 0, 'a', 'b') AS leg,
        if(operation_type = 22, source_account, pool_address(liquidity_pool_id)) AS from_address,
        if(operation_type = 22, pool_address(liquidity_pool_id), source_account) AS to_address,
        if(operation_type = 22, NULL, source_account_muxed) AS to_muxed,
        reserves -> side ->> '$.asset' AS asset,
        replace(reserves -> side ->> '$.amount', '.', '')::BIGINT AS amount
    FROM pool_exchanges
),
-- An issuer that takes an authorization away redeems the holder's shares of every pool with its asset (CAP-38): the
-- reserves go to claimable balances; what the holder issues itself is burnt. Effect liquidity_pool_revoked (95) marks
-- these operations but leaves out what was burnt, so their meta is read. It is wide and they are few: gathered in one
-- list, they are the side of the join that DuckDB hashes, and it reads the meta of their transactions only.
revoking_operations AS (
    SELECT unnest(list(DISTINCT {ledger_sequence: o.ledger_sequence, transaction_hash: o.transaction_hash,
        operation_index: o.operation_index, operation_type: o.operation_type}), recursive := true)
    FROM effects_row_v1 AS e
    JOIN operations AS o USING (ledger_sequence, transaction_hash, operation_index)
    WHERE e.effect_type = 95
),
revocations AS (
    SELECT o.*, pool_revocations(t.tx_meta, t.tx_envelope, o.operation_index) AS reserves
    FROM revoking_operations AS o
    JOIN transactions_row_v2 AS t USING (ledger_sequence, transaction_hash)
),
revocation_legs AS (
    SELECT ledger_sequence, transaction_hash, operation_index, operation_type,
        (place - 1)::INTEGER AS transfer_index, 'revoke' AS leg, if(reserve.balance IS NULL, 'burn', NULL) AS kind,
        pool_address(reserve.pool) AS from_address, balance_address(reserve.balance) AS to_address,
        reserve.asset, reserve.amount, reserve.balance AS balance_id, reserve.pool AS liquidity_pool_id
    FROM revocations, unnest(reserves) WITH ORDINALITY AS listed(reserve, place)
),

-- ------------------------------------------------------------------------------------- lumens of protocols before 8
-- Before protocol 8 an operation could write an account back as it was before its own other half, which made or lost
-- lumens. CAP-67 counts them as moves of the operation's source: what was made comes first, what was lost last.
-- A ledger's transactions ran under the protocol of the ledger before, since upgrades come last.
early_ledgers AS (
    SELECT ledger.sequence AS ledger_sequence
    FROM ledgers_row_v2 AS ledger
    LEFT JOIN (SELECT sequence, protocol_version FROM ledgers_row_v2
               UNION ALL SELECT sequence, protocol_version FROM previous_ledger) AS previous
        ON previous.sequence = ledger.sequence - 1
    WHERE coalesce(previous.protocol_version, ledger.protocol_version) < 8
),
-- Inflation is left out as stellar-core does: its new lumens are the payouts above. The list is as with revocations.
early_operations AS (
    SELECT unnest(list({ledger_sequence: ledger_sequence, transaction_hash: transaction_hash,
        operation_index: operation_index, operation_type: operation_type, source_account: source_account}),
        recursive := true)
    FROM operations
    JOIN early_ledgers USING (ledger_sequence)
    WHERE operation_type <> 9
),
drifts AS (
    SELECT o.*, lumen_rise(t.tx_meta, o.operation_index) AS drift
    FROM early_operations AS o
    JOIN transactions_row_v2 AS t USING (ledger_sequence, transaction_hash)
),
drift_legs AS (
    SELECT ledger_sequence, transaction_hash, operation_index, operation_type, 'drift' AS leg,
        if(drift > 0, -1, coalesce(places, 0) + 1) AS transfer_index, if(drift > 0, 'mint', 'burn') AS kind,
        if(drift > 0, NULL, source_account) AS from_address, if(drift > 0, source_account, NULL) AS to_address,
        'native' AS asset, abs(drift) AS amount
    FROM drifts
    LEFT JOIN trade_places USING (ledger_sequence, transaction_hash, operation_index)
),

-- -------------------------------------------------------------------------------------------------- contract events
-- XDR of the symbols that name a movement. A string of the same letters is no name.
event_names(topic, name) AS (
    VALUES ('AAAADwAAAAh0cmFuc2Zlcg==', 'transfer'), ('AAAADwAAAAhjbGF3YmFjaw==', 'clawback'),
        ('AAAADwAAAARtaW50', 'mint'), ('AAAADwAAAARidXJu', 'burn')
),
-- Only events of the operation itself: diagnostic ones are copies, those of the transaction are fees.
token_events AS (
    SELECT e.ledger_sequence, e.transaction_hash, e.operation_index, o.operation_type, e.event_index, e.event_id,
        e.contract_id, e.data_decoded AS data, e.topics_decoded, from_json(e.topics_json, '["VARCHAR"]') AS topics
    FROM contract_events_stream_v1 AS e
    JOIN operations AS o USING (ledger_sequence, transaction_hash, operation_index)
    WHERE o.operation_type = 24 AND e.event_type = 'contract' AND split_part(e.event_id, ':', 2) = 'op'
        AND e.contract_id IS NOT NULL AND e.topic_count >= 2
),
-- The second and third topic. Before protocol 23 mints and clawbacks of asset contracts named the admin before the
-- party, and so do older token contracts: two addresses say so, not the version of the meta.
event_parties AS (
    SELECT e.*, n.name, {topic: topics[2], address: address_of(topics[2])} AS first_party,
        {topic: topics[3], address: address_of(topics[3])} AS second_party
    FROM token_events AS e
    JOIN event_names AS n ON n.topic = e.topics[1]
),
event_sides AS (
    SELECT *,
        if(name IN ('mint', 'clawback') AND second_party.address IS NOT NULL, second_party, first_party) AS party,
        CASE name WHEN 'transfer' THEN first_party WHEN 'mint' THEN NULL ELSE party END AS giver,
        CASE name WHEN 'transfer' THEN second_party WHEN 'mint' THEN party END AS taker,
        CASE WHEN starts_with(topics[-1], 'AAAADg') THEN topics_decoded ->> '$[#-1]' END AS last_text
    FROM event_parties
    WHERE first_party.address IS NOT NULL AND (name <> 'transfer' OR second_party.address IS NOT NULL)
),
-- The last topic of an asset's contract is the asset, as a string (in XDR AAAADg). Any contract can write that, so its
-- id must follow from the asset; text that is no asset makes sac_id fail, which must not stop a batch.
-- The amount is the data itself, or stands in a map beside the receiver's mux id (CAP-67). Whatever is neither is NULL.
event_legs AS (
    SELECT ledger_sequence, transaction_hash, operation_index, operation_type, event_index AS transfer_index,
        'event' AS leg, nullif(name, 'transfer') AS kind, event_id, contract_id,
        giver.address AS from_address, taker.address AS to_address,
        CASE WHEN TRY(sac_id(last_text)) = contract_id THEN last_text END AS asset,
        CASE WHEN (data ->> '$.type') = 'i128' THEN data ->> '$.value'
            WHEN (data ->> '$.entries.amount.type') = 'i128' THEN data ->> '$.entries.amount.value' END AS amount_text,
        TRY_CAST(amount_text AS DECIMAL(38, 0)) AS amount,
        json_type(data, '$.entries.to_muxed_id') AS id_type,
        CASE WHEN id_type = 'UBIGINT' AND to_address LIKE 'G%'
            THEN muxed_address(to_address, data ->> '$.entries.to_muxed_id') END AS to_muxed,
        CASE WHEN id_type = 'VARCHAR' THEN 'text'
            WHEN (data ->> '$.entries.to_muxed_id.type') = 'bytes' THEN 'bytes' END AS event_memo_type,
        CASE event_memo_type WHEN 'text' THEN data ->> '$.entries.to_muxed_id'
            WHEN 'bytes' THEN data ->> '$.entries.to_muxed_id.hex' END AS event_memo,
        -- The id of a balance or pool stands in the XDR behind 8 bytes, 16 digits, that say what it is.
        CASE 'B' WHEN left(from_address, 1) THEN giver.topic WHEN left(to_address, 1) THEN taker.topic END AS balance,
        CASE 'L' WHEN left(from_address, 1) THEN giver.topic WHEN left(to_address, 1) THEN taker.topic END AS pool,
        lower(substr(hex(from_base64(balance)), 17)) AS balance_id,
        lower(substr(hex(from_base64(pool)), 17)) AS liquidity_pool_id
    FROM event_sides
),

-- --------------------------------------------------------------------------------------------------------- together
moves AS (
    SELECT * REPLACE (amount::DECIMAL(38, 0) AS amount), amount::VARCHAR AS amount_text
    FROM (
        SELECT * FROM fees
        UNION ALL BY NAME SELECT * FROM created_accounts
        UNION ALL BY NAME SELECT * FROM payments
        UNION ALL BY NAME SELECT * FROM merged_accounts
        UNION ALL BY NAME SELECT * FROM inflation_payouts
        UNION ALL BY NAME SELECT * FROM trade_legs
        UNION ALL BY NAME SELECT * FROM path_payments
        UNION ALL BY NAME SELECT * FROM locked_balances
        UNION ALL BY NAME SELECT * FROM claimed_balances
        UNION ALL BY NAME SELECT * FROM clawbacks
        UNION ALL BY NAME SELECT * FROM pool_legs
        UNION ALL BY NAME SELECT * FROM revocation_legs
        UNION ALL BY NAME SELECT * FROM drift_legs
    )
    UNION ALL BY NAME SELECT * EXCLUDE (id_type, balance, pool) FROM event_legs
),
-- What an issuer gives is made, what it gets is gone; a payment of the issuer to itself stays a transfer. Moves of
-- nothing are no movements, and neither are events without an amount.
movements AS (
    SELECT * EXCLUDE (kind, from_address, to_address), nullif(split_part(asset, ':', 2), '') AS asset_issuer,
        CASE WHEN kind IS NOT NULL THEN kind
            WHEN from_address = asset_issuer AND to_address = asset_issuer THEN 'transfer'
            WHEN from_address = asset_issuer THEN 'mint'
            WHEN to_address = asset_issuer THEN 'burn'
            ELSE 'transfer' END AS movement,
        if(movement = 'mint', NULL, from_address) AS giver,
        if(movement = 'burn', NULL, to_address) AS taker
    FROM moves
    WHERE amount_text <> '0'
),
-- For whom it is at the account that gets it: a mux id, else what the event says, else the transaction's memo, which
-- concerns whom an operation pays, not the sides of its trades.
-- The mux id of an M address are 8 of its 43 bytes, from the 34th on: the base32 digits 53 to 66 without the first four
-- bits and the last two.
addressed AS (
    SELECT m.*, t.closed_at, t.ledger_range, t.transaction_order,
        m.leg IN ('create', 'payment', 'final', 'merge', 'claim', 'withdraw_a', 'withdraw_b')
            AND t.memo_type <> 'none' AS has_memo,
        CASE WHEN to_muxed IS NOT NULL THEN 'mux_id'
            WHEN event_memo_type IS NOT NULL THEN event_memo_type
            WHEN has_memo THEN t.memo_type END AS label_type,
        CASE label_type
            WHEN 'mux_id' THEN ((list_reduce(
                [(instr('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', digit) - 1)::HUGEINT
                    FOR digit IN string_split(substr(to_muxed, 53, 14), '')],
                lambda number, digit: number * 32 + digit) // 4) % 18446744073709551616)::VARCHAR
            WHEN event_memo_type THEN event_memo
            ELSE if(has_memo, t.memo, NULL) END AS label,
        m.taker LIKE 'G%' AS to_account
    FROM movements AS m
    JOIN transactions AS t USING (ledger_sequence, transaction_hash)
)
SELECT ledger_sequence, closed_at, ledger_range, transaction_hash, transaction_order, operation_index, transfer_index,
    operation_type, movement AS kind, leg,
    giver AS from_address,
    CASE left(giver, 1) WHEN 'G' THEN 'account' WHEN 'M' THEN 'account' WHEN 'C' THEN 'contract'
        WHEN 'B' THEN 'claimable_balance' WHEN 'L' THEN 'liquidity_pool' END AS from_type,
    taker AS to_address,
    CASE left(taker, 1) WHEN 'G' THEN 'account' WHEN 'M' THEN 'account' WHEN 'C' THEN 'contract'
        WHEN 'B' THEN 'claimable_balance' WHEN 'L' THEN 'liquidity_pool' END AS to_type,
    if(to_account, to_muxed, NULL) AS to_muxed,
    if(to_account, label_type, NULL) AS to_memo_type,
    if(to_account, label, NULL) AS to_memo,
    coalesce(contract_id, sac_id(asset)) AS token_id,
    CASE WHEN event_id IS NULL THEN 'classic' WHEN asset IS NULL THEN 'sep41' ELSE 'sac' END AS token_standard,
    asset, if(asset_issuer IS NULL, NULL, split_part(asset, ':', 1)) AS asset_code, asset_issuer,
    amount, amount_text, event_id, trade_index, balance_id, liquidity_pool_id
FROM addressed
