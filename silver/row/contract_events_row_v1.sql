/*---
doc: One row per contract or system event, diagnostic copies left out, with what its topics and data say as text.
grain: contract or system event
key: [event_id]
inputs: [contract_events_stream_v1, transactions_extra_row_v1, operations_row_v2, ledgers_row_v2, previous_ledger]
columns:
- {use: ledger}
- {name: event_id, type: VARCHAR, doc: "Identity of the event: transaction hash, tx or op, operation and place among its events, with colons between."}
- {name: transaction_hash, type: VARCHAR, doc: "Hash of the transaction, hex."}
- {name: transaction_order, type: INTEGER, doc: "Place among the ledger's transactions in the order in which they were applied, counted from 1."}
- {name: scope, type: VARCHAR, doc: "What emitted it: an operation, or the transaction as a whole (transaction), which are fees and their refunds."}
- {name: stage, type: VARCHAR, doc: "When it happened: operation; of events of the transaction before_all (fees are taken), after_tx or after_all (refunds, the latter since protocol 23)."}
- {name: operation_index, type: INTEGER, doc: "Position of the operation in the envelope, counted from 0; -1 outside operations."}
- {name: operation_type, type: INTEGER, nullable: true, doc: "Type of the operation as a number; NULL outside operations."}
- {name: event_index, type: INTEGER, doc: "Place among the events of the operation, or of the transaction, counted from 0."}
- {name: event_type, type: VARCHAR, doc: "Kind of event: contract or system."}
- {name: contract_id, type: VARCHAR, nullable: true, doc: "Contract that emitted it; NULL when none is named."}
- {name: is_classic, type: BOOLEAN, doc: "Whether it tells of a fee or of an operation that calls no contract (the unified events of CAP-67)."}
- {name: name, type: VARCHAR, nullable: true, doc: "Its first topic when that is a symbol or a string, by custom the name of the event; NULL otherwise."}
- {name: topic_1, type: VARCHAR, nullable: true, doc: "Second topic: the address, symbol, string or number as text, JSON of anything else; NULL when there is none."}
- {name: topic_2, type: VARCHAR, nullable: true, doc: "Third topic in the same form; NULL when there is none."}
- {name: topic_3, type: VARCHAR, nullable: true, doc: "Fourth topic in the same form; NULL when there is none."}
- {name: topic_count, type: INTEGER, doc: "How many topics it has."}
- {name: topics, type: JSON, doc: "All topics, decoded to a JSON array."}
- {name: data, type: JSON, doc: "Its data, decoded to JSON."}
- {name: amount_text, type: VARCHAR, nullable: true, doc: "The amount as decimal digits when the data is one (an i128) or a map with one under amount; NULL otherwise."}
- {name: asset, type: VARCHAR, nullable: true, doc: "Classic asset whose contract emitted it, native or CODE:ISSUER, when the last topic says so; NULL otherwise."}
- {name: transfer_shape, type: VARCHAR, nullable: true, doc: "Of events named transfer, mint, burn, clawback or fee: sac or sep41 where they move a token, else unusable and why; NULL for other names."}
---*/
WITH
-- A ledger's transactions ran under the protocol of the ledger before, since upgrades come last (D26).
protocols AS (
    SELECT ledger.sequence AS ledger_sequence,
        coalesce(previous.protocol_version, ledger.protocol_version) AS protocol
    FROM ledgers_row_v2 AS ledger
    LEFT JOIN (SELECT sequence, protocol_version FROM ledgers_row_v2
               UNION ALL SELECT sequence, protocol_version FROM previous_ledger) AS previous
        ON previous.sequence = ledger.sequence - 1
),
events AS (
    SELECT e.ledger_sequence, e.closed_at, e.ledger_range, e.event_id, e.transaction_hash,
        x.application_order AS transaction_order,
        if(split_part(e.event_id, ':', 2) = 'tx', 'transaction', 'operation') AS scope,
        e.operation_index, o.type AS operation_type, e.event_index, e.event_type, e.contract_id, e.topic_count,
        e.topics_decoded::JSON AS topics, e.data_decoded::JSON AS data,
        starts_with(e.topics_json, '["AAAADw') AS named_by_symbol, p.protocol
    FROM contract_events_stream_v1 AS e
    JOIN transactions_extra_row_v1 AS x USING (ledger_sequence, transaction_hash)
    JOIN protocols AS p USING (ledger_sequence)
    LEFT JOIN operations_row_v2 AS o USING (ledger_sequence, transaction_hash, operation_index)
    WHERE e.event_type <> 'diagnostic'
),
-- In bronze's JSON only symbols and strings are texts; addresses and numbers above 64 bits are objects that hold theirs.
texts AS (
    SELECT *, CASE WHEN json_type(topics, '$[0]') = 'VARCHAR' THEN topics ->> '$[0]' END AS name,
        topics ->> '$[1].address' AS address_1, topics ->> '$[2].address' AS address_2,
        CASE WHEN json_type(topics, '$[#-1]') = 'VARCHAR' THEN topics ->> '$[#-1]' END AS last_text,
        list_transform(json_extract(topics, '$[*]'), lambda topic: CASE
            WHEN (topic ->> '$.type') IN ('account', 'contract', 'muxed_account', 'claimable_balance', 'liquidity_pool')
                THEN topic ->> '$.address'
            WHEN (topic ->> '$.type') IN ('u128', 'i128', 'u256', 'i256') THEN topic ->> '$.value'
            WHEN json_type(topic) = 'VARCHAR' THEN topic ->> '$'
            ELSE topic::VARCHAR END) AS topic_texts,
        CASE 'i128' WHEN data ->> '$.type' THEN data ->> '$.value'
            WHEN data ->> '$.entries.amount.type' THEN data ->> '$.entries.amount.value' END AS amount_text
    FROM events
),
-- Any contract can write an asset's name as its last topic: the id must follow from it. The pattern keeps most other
-- text away from sac_id, which fails on text that is no asset; TRY is for keys with a wrong checksum.
assets AS (
    SELECT *,
        CASE WHEN (last_text = 'native' OR regexp_full_match(last_text, '[0-9A-Za-z]{1,12}:G[A-Z2-7]{55}'))
            AND TRY(sac_id(last_text)) = contract_id THEN last_text END AS asset
    FROM texts
)
SELECT ledger_sequence, closed_at, ledger_range, event_id, transaction_hash, transaction_order, scope,
    -- Bronze does not keep the stage, but the network emits nothing but fees outside operations: a negative one is a
    -- refund, which protocol 23 moved behind all transactions.
    CASE WHEN scope = 'operation' THEN 'operation'
        WHEN NOT starts_with(coalesce(amount_text, ''), '-') THEN 'before_all'
        WHEN protocol >= 23 THEN 'after_all' ELSE 'after_tx' END AS stage,
    operation_index, operation_type, event_index, event_type, contract_id,
    operation_type IS DISTINCT FROM 24 AS is_classic, name,
    topic_texts[2] AS topic_1, topic_texts[3] AS topic_2, topic_texts[4] AS topic_3, topic_count, topics, data,
    amount_text, asset,
    -- The rules of token_transfers_row_v1, which has a row for each sac and sep41 of an operation that calls contracts
    -- (but for amounts of 0), and says the same of classic operations by their own rules.
    CASE WHEN name IN ('transfer', 'mint', 'burn', 'clawback', 'fee') THEN
        CASE WHEN NOT named_by_symbol THEN 'unusable: the name is a string, not a symbol'
            WHEN event_type <> 'contract' THEN 'unusable: not an event of a contract'
            WHEN contract_id IS NULL THEN 'unusable: no contract is named'
            WHEN name = 'fee' AND scope <> 'transaction' THEN 'unusable: fees are the network''s alone'
            WHEN address_1 IS NULL THEN 'unusable: the second topic is no address'
            WHEN name = 'transfer' AND address_2 IS NULL THEN 'unusable: the third topic is no address'
            WHEN amount_text IS NULL THEN 'unusable: the data has no amount of type i128'
            WHEN name = 'fee' OR asset IS NOT NULL THEN 'sac'
            ELSE 'sep41' END
    END AS transfer_shape
FROM assets
