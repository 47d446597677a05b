/*---
doc: One row per operation that calls, creates, uploads, extends or restores contracts, successful or not.
grain: Soroban operation
key: [ledger_sequence, transaction_hash, operation_index]
inputs: [operations_row_v2, transactions_row_v2, transactions_extra_row_v1, invocations_extra_row_v1,
  contract_events_stream_v1, contract_calls_row_v1]
columns:
- {use: ledger}
- {name: transaction_hash, type: VARCHAR, doc: "Hash of the transaction, hex."}
- {name: transaction_order, type: INTEGER, doc: "Place among the ledger's transactions in the order in which they were applied, counted from 1."}
- {name: operation_index, type: INTEGER, doc: "Position of the operation in the envelope, counted from 0."}
- {name: action, type: VARCHAR, doc: "What it does: invoke_contract, create_contract, create_contract_v2, upload_wasm, extend_footprint_ttl or restore_footprint."}
- {name: source_account, type: VARCHAR, doc: "Source of the operation."}
- {name: contract_id, type: VARCHAR, nullable: true, doc: "Contract that is called or created, or the first one of the footprint to extend or restore; NULL when none is named."}
- {name: function_name, type: VARCHAR, nullable: true, doc: "Function that is called; NULL for other actions."}
- {name: args, type: JSON, nullable: true, doc: "Arguments of the call or of the new contract's constructor, as a JSON array; NULL where there can be none."}
- {name: args_xdr, type: "VARCHAR[]", nullable: true, doc: "The same arguments as base64 of their XDR, one text each; NULL where there can be none."}
- {name: authorizations, type: JSON, nullable: true, doc: "What was authorized by whom, with the tree of calls below each entry; NULL for actions that take none."}
- {name: return_value, type: JSON, nullable: true, doc: "What the host function returned, JSON null for nothing; NULL when it failed or cannot return."}
- {name: wasm_hash, type: VARCHAR, nullable: true, doc: "Hash of the code that is uploaded or that a new contract runs, hex; NULL for others."}
- {name: successful, type: BOOLEAN, doc: "Whether the transaction succeeded."}
- {name: result_code, type: VARCHAR, nullable: true, doc: "Outcome of the operation in its own terms; NULL when it never ran."}
- {name: is_authorized_by_others, type: BOOLEAN, nullable: true, doc: "Whether authorizations came with it; NULL for extending and restoring, which take none."}
- {name: declared_instructions, type: BIGINT, unit: instructions, nullable: true, doc: "Instructions the transaction declared; NULL when it declared no resources."}
- {name: declared_read_bytes, type: BIGINT, unit: bytes, nullable: true, doc: "Bytes it declared to read, since protocol 23 from disk only; NULL when it declared no resources."}
- {name: declared_write_bytes, type: BIGINT, unit: bytes, nullable: true, doc: "Bytes it declared to write; NULL when it declared no resources."}
- {name: used_instructions, type: BIGINT, unit: instructions, nullable: true, doc: "Instructions it used; NULL when the ledger's data has no diagnostics of it."}
- {name: used_memory_bytes, type: BIGINT, unit: bytes, nullable: true, doc: "Memory it used; NULL when the ledger's data has no diagnostics of it."}
- {name: fee_charged, type: BIGINT, unit: stroops, doc: "Fee of the transaction that was paid."}
- {name: resource_fee_charged, type: BIGINT, unit: stroops, nullable: true, doc: "Part of it that went for resources; NULL when it declared none."}
- {name: event_count, type: INTEGER, doc: "Events that it emitted, diagnostic ones left out."}
- {name: call_count, type: INTEGER, nullable: true, doc: "Calls of contracts that it made, its own included; NULL when the ledger's data has no diagnostics of it."}
- {name: max_depth, type: INTEGER, nullable: true, doc: "Calls that the deepest one stands on, 0 for one that made no others; NULL without diagnostics or without calls."}
---*/
WITH
events AS (
    SELECT ledger_sequence, transaction_hash, operation_index, count(*) AS event_count
    FROM contract_events_stream_v1
    WHERE split_part(event_id, ':', 2) = 'op'
    GROUP BY ALL
),
-- Diagnostics are the transaction's, which has one operation when that is a Soroban one. Those of the host itself name
-- no contract; a contract that writes the same topics does. What is measured may exceed 64 bits only if made up.
diagnostics AS (
    SELECT ledger_sequence, transaction_hash,
        max(TRY_CAST(data_decoded AS BIGINT)) FILTER (topics_decoded = '["core_metrics","cpu_insn"]' AND contract_id IS NULL)
            AS used_instructions,
        max(TRY_CAST(data_decoded AS BIGINT)) FILTER (topics_decoded = '["core_metrics","mem_byte"]' AND contract_id IS NULL)
            AS used_memory_bytes
    FROM contract_events_stream_v1
    WHERE event_type = 'diagnostic'
    GROUP BY ALL
),
calls AS (
    SELECT ledger_sequence, transaction_hash, count(*) AS call_count, max(depth) AS max_depth
    FROM contract_calls_row_v1
    WHERE call_source = 'diagnostic'
    GROUP BY ALL
)
SELECT o.ledger_sequence, o.created_at AS closed_at, o.ledger_range, o.transaction_hash,
    x.application_order AS transaction_order, o.operation_index, o.soroban_operation AS action, o.source_account,
    o.soroban_contract_id AS contract_id, o.soroban_function AS function_name, i.args::JSON AS args,
    from_json(i.args_xdr, '["VARCHAR"]') AS args_xdr, i.authorizations::JSON AS authorizations,
    i.return_value::JSON AS return_value, i.wasm_hash, o.transaction_successful AS successful,
    o.operation_trace_code AS result_code, o.soroban_auth_required AS is_authorized_by_others,
    t.soroban_resources_instructions AS declared_instructions, t.soroban_resources_read_bytes AS declared_read_bytes,
    t.soroban_resources_write_bytes AS declared_write_bytes, d.used_instructions, d.used_memory_bytes, t.fee_charged,
    t.soroban_fee_charged AS resource_fee_charged, coalesce(e.event_count, 0)::INTEGER AS event_count,
    CASE WHEN d.transaction_hash IS NOT NULL THEN coalesce(c.call_count, 0)::INTEGER END AS call_count, c.max_depth
FROM operations_row_v2 AS o
JOIN transactions_row_v2 AS t USING (ledger_sequence, transaction_hash)
JOIN transactions_extra_row_v1 AS x USING (ledger_sequence, transaction_hash)
LEFT JOIN invocations_extra_row_v1 AS i USING (ledger_sequence, transaction_hash, operation_index)
LEFT JOIN events AS e USING (ledger_sequence, transaction_hash, operation_index)
LEFT JOIN diagnostics AS d USING (ledger_sequence, transaction_hash)
LEFT JOIN calls AS c USING (ledger_sequence, transaction_hash)
WHERE o.type IN (24, 25, 26)
