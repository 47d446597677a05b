/*---
doc: One row per call of a contract inside a transaction, the first one included, which makes the call graph.
grain: contract call
key: [ledger_sequence, transaction_hash, call_index]
inputs: [contract_events_stream_v1, operations_row_v2, transactions_row_v2, transactions_extra_row_v1]
columns:
- {use: ledger}
- {name: transaction_hash, type: VARCHAR, doc: "Hash of the transaction, hex."}
- {name: transaction_order, type: INTEGER, doc: "Place among the ledger's transactions in the order in which they were applied, counted from 1."}
- {name: call_index, type: INTEGER, doc: "Place among the transaction's calls in the order in which they began, counted from 0."}
- {name: parent_index, type: INTEGER, nullable: true, doc: "Call that made this one; NULL for a call that the operation itself made."}
- {name: depth, type: INTEGER, doc: "How many calls it stands on, 0 for a call that the operation itself made."}
- {name: caller, type: VARCHAR, doc: "Contract that called, or the operation's source when no contract did."}
- {name: contract_id, type: VARCHAR, doc: "Contract that was called."}
- {name: function_name, type: VARCHAR, doc: "Function that was called."}
- {name: args, type: JSON, nullable: true, doc: "Arguments as the ledger's diagnostics print them: null for none, one as it is, several as an array; NULL without diagnostics."}
- {name: return_value, type: JSON, nullable: true, doc: "What the call returned, JSON null for nothing; NULL when it did not return or there are no diagnostics."}
- {name: returned, type: BOOLEAN, nullable: true, doc: "Whether the call returned; NULL without diagnostics."}
- {name: successful, type: BOOLEAN, doc: "Whether its effects stayed: the transaction succeeded, and the call and all that it stands on returned."}
- {name: event_first, type: INTEGER, nullable: true, doc: "Place of its begin among the transaction's diagnostic events, counted from 0; NULL without diagnostics."}
- {name: event_last, type: INTEGER, nullable: true, doc: "Place of its return there, or of the last event of a contract before it failed; NULL without diagnostics."}
- {name: call_source, type: VARCHAR, doc: "What tells of it: the diagnostic events (diagnostic), or the operation alone where there are none (operation)."}
---*/
-- How to read this. Diagnostic events say when a call begins (fn_call, emitted by the caller) and when it returns
-- (fn_return, emitted by the callee). A call that failed has no return; when its caller catches that, the list just goes
-- on, with an event of a contract further down the stack. `base` is what must be known of every event: how many calls
-- stay on the stack when it happens, before a new one is put there. From it all the rest follows by joins.
WITH
-- What the host says for itself at the end (core_metrics, host_fn_failed) names no contract and is left out.
diagnostics AS (
    SELECT ledger_sequence, transaction_hash, event_index, contract_id AS emitter, data_decoded, topic_count,
        json_extract_string(topics_decoded, ['$[0]', '$[1]', '$[1].hex', '$[2]']) AS topics
    FROM contract_events_stream_v1
    WHERE event_type = 'diagnostic' AND (contract_id IS NOT NULL OR starts_with(topics_decoded, '["fn_call",'))
),
events AS MATERIALIZED (
    SELECT ledger_sequence, transaction_hash, event_index, emitter, data_decoded,
        CASE WHEN topics[1] = 'fn_call' AND topic_count = 3 AND length(topics[3]) = 64 THEN 'call'
            WHEN topics[1] = 'fn_return' AND topic_count = 2 THEN 'return' ELSE 'other' END AS kind,
        CASE kind WHEN 'call' THEN contract_address(topics[3]) END AS callee,
        CASE kind WHEN 'call' THEN topics[4] WHEN 'return' THEN topics[2] END AS function_name
    FROM diagnostics
),

-- -------------------------------------------------------------------------------------------------------- the stack
-- Mostly every call returned. Then begins and returns are brackets, and a running sum is the height of the stack.
outcomes AS (
    SELECT ledger_sequence, transaction_hash,
        count(*) FILTER (kind = 'call') = count(*) FILTER (kind = 'return') AS all_returned
    FROM events
    GROUP BY ALL
),
bracketed AS (
    SELECT ledger_sequence, transaction_hash, event_index, kind, emitter, callee, function_name,
        (sum(if(kind = 'call', 1, -1)) OVER (PARTITION BY ledger_sequence, transaction_hash ORDER BY event_index)
            - if(kind = 'call', 1, 0))::INTEGER AS base
    FROM events
    JOIN outcomes USING (ledger_sequence, transaction_hash)
    WHERE all_returned AND kind <> 'other'
),
-- Otherwise the stack is replayed event by event. Only the topmost call can emit, so whatever stands above the topmost
-- call of the emitting contract has failed; a return ends that contract's topmost call of the function it names. Events
-- of neither kind only show what failed before them. A contract that has no call on the stack changes nothing, it can
-- only be made up; nobody emits when the stack is empty.
listed AS (
    SELECT ledger_sequence, transaction_hash, list({event_index: event_index, kind: kind, emitter: emitter,
        callee: callee, function_name: function_name} ORDER BY event_index) AS events
    FROM events
    JOIN outcomes USING (ledger_sequence, transaction_hash)
    WHERE NOT all_returned
    GROUP BY ALL
),
replayed AS (
    SELECT ledger_sequence, transaction_hash, unnest(events) AS event, unnest(list_reduce(events,
        lambda state, e: list_transform(
            [CASE WHEN e.kind <> 'return' AND e.emitter IS NULL THEN 0 ELSE
                list_max(list_filter(range(1, len(state.stack) + 1), lambda i: state.stack[i].callee = e.emitter
                    AND (e.kind <> 'return' OR state.stack[i].function_name = e.function_name)))
                - if(e.kind = 'return', 1, 0) END],
            lambda kept: {
                stack: state.stack[1:coalesce(kept, len(state.stack))] || if(e.kind = 'call',
                    [{callee: e.callee, function_name: e.function_name}], []),
                bases: state.bases || [coalesce(kept, if(e.kind = 'return', NULL, len(state.stack)))::INTEGER]})[1],
        {stack: []::STRUCT(callee VARCHAR, function_name VARCHAR)[], bases: []::INTEGER[]}).bases) AS base
    FROM listed
),
placed AS MATERIALIZED (
    SELECT * FROM bracketed
    UNION ALL BY NAME
    SELECT ledger_sequence, transaction_hash, unnest(event), base FROM replayed
),

-- -------------------------------------------------------------------------------------------------------- the calls
calls AS MATERIALIZED (
    SELECT ledger_sequence, transaction_hash, event_index AS event_first, emitter, callee, function_name, base AS depth,
        (row_number() OVER (PARTITION BY ledger_sequence, transaction_hash ORDER BY event_index) - 1)::INTEGER AS call_index
    FROM placed
    WHERE kind = 'call'
),
-- The call below stands one lower and is the last one that was put there.
parents AS (
    SELECT c.ledger_sequence, c.transaction_hash, c.call_index, p.call_index AS parent_index
    FROM calls AS c
    ASOF JOIN calls AS p ON p.ledger_sequence = c.ledger_sequence AND p.transaction_hash = c.transaction_hash
        AND p.depth = c.depth - 1 AND p.event_first < c.event_first
),
-- A return leaves what was below its call, so the call stands at that height and is the last one that was put there.
returns AS (
    SELECT c.ledger_sequence, c.transaction_hash, c.call_index, r.event_index AS event_last
    FROM placed AS r
    ASOF JOIN calls AS c ON c.ledger_sequence = r.ledger_sequence AND c.transaction_hash = r.transaction_hash
        AND c.depth = r.base AND c.event_first < r.event_index
    WHERE r.kind = 'return'
),
-- The others failed: no later than when a contract below them went on, or else with the transaction.
failures AS (
    SELECT c.ledger_sequence, c.transaction_hash, c.call_index, c.event_first,
        coalesce(min(p.event_index), 2147483647) AS seen_at
    FROM calls AS c
    ANTI JOIN returns USING (ledger_sequence, transaction_hash, call_index)
    LEFT JOIN placed AS p ON p.ledger_sequence = c.ledger_sequence AND p.transaction_hash = c.transaction_hash
        AND p.event_index > c.event_first AND p.base <= c.depth
    GROUP BY ALL
),
ends AS (
    SELECT ledger_sequence, transaction_hash, call_index, event_last, true AS returned
    FROM returns
    UNION ALL BY NAME
    SELECT f.ledger_sequence, f.transaction_hash, f.call_index, p.event_index AS event_last, false AS returned
    FROM failures AS f
    ASOF JOIN placed AS p ON p.ledger_sequence = f.ledger_sequence AND p.transaction_hash = f.transaction_hash
        AND p.event_index < f.seen_at
),
-- What a failed call had called itself was undone with it, also what had returned.
undone AS (
    SELECT DISTINCT c.ledger_sequence, c.transaction_hash, c.call_index
    FROM calls AS c
    JOIN failures AS f ON f.ledger_sequence = c.ledger_sequence AND f.transaction_hash = c.transaction_hash
        AND c.event_first >= f.event_first AND c.event_first < f.seen_at
),
told AS (
    SELECT c.ledger_sequence, c.transaction_hash, c.call_index, p.parent_index, c.depth, c.emitter,
        c.callee AS contract_id, c.function_name, begun.data_decoded::JSON AS args, ended.data_decoded::JSON AS return_value,
        e.returned, u.call_index IS NOT NULL AS is_undone, c.event_first, e.event_last, 'diagnostic' AS call_source
    FROM calls AS c
    JOIN ends AS e USING (ledger_sequence, transaction_hash, call_index)
    LEFT JOIN parents AS p USING (ledger_sequence, transaction_hash, call_index)
    LEFT JOIN undone AS u USING (ledger_sequence, transaction_hash, call_index)
    JOIN events AS begun ON begun.ledger_sequence = c.ledger_sequence AND begun.transaction_hash = c.transaction_hash
        AND begun.event_index = c.event_first
    LEFT JOIN events AS ended ON ended.ledger_sequence = c.ledger_sequence
        AND ended.transaction_hash = c.transaction_hash AND ended.event_index = e.event_last AND e.returned
),
-- A transaction that calls contracts has one operation.
operations AS (
    SELECT ledger_sequence, transaction_hash, source_account, soroban_operation, soroban_contract_id, soroban_function
    FROM operations_row_v2
    WHERE type = 24
),
untold AS (
    SELECT ledger_sequence, transaction_hash, 0 AS call_index, 0 AS depth, soroban_contract_id AS contract_id,
        soroban_function AS function_name, false AS is_undone, 'operation' AS call_source
    FROM operations
    ANTI JOIN calls USING (ledger_sequence, transaction_hash)
    WHERE soroban_operation = 'invoke_contract'
),
all_calls AS (
    SELECT * FROM told
    UNION ALL BY NAME
    SELECT * FROM untold
)
SELECT c.ledger_sequence, t.created_at AS closed_at, t.ledger_range, c.transaction_hash,
    x.application_order AS transaction_order, c.call_index, c.parent_index, c.depth,
    coalesce(c.emitter, o.source_account) AS caller, c.contract_id, c.function_name, c.args, c.return_value, c.returned,
    t.successful AND NOT c.is_undone AS successful, c.event_first, c.event_last, c.call_source
FROM all_calls AS c
JOIN operations AS o USING (ledger_sequence, transaction_hash)
JOIN transactions_row_v2 AS t USING (ledger_sequence, transaction_hash)
JOIN transactions_extra_row_v1 AS x USING (ledger_sequence, transaction_hash)
