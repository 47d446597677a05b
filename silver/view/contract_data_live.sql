/*---
doc: One row per entry of contract storage, with whether it can be used at the newest ledger.
grain: entry of contract storage
key: [ledger_key_hash]
inputs: [contract_data_current_v1, contract_ttl_current_v1]
columns:
- {name: ledger_key_hash, type: VARCHAR, doc: "Hash of the entry's key, hex."}
- {name: contract_id, type: VARCHAR, doc: "Contract that owns the entry."}
- {name: durability, type: VARCHAR, doc: "How the entry ends: persistent ones are archived, temporary ones are lost."}
- {name: key_type, type: VARCHAR, doc: "Type of the entry's key."}
- {name: key, type: JSON, doc: "The key, decoded to JSON."}
- {name: value, type: JSON, doc: "The value, decoded to JSON."}
- {name: live_until_ledger, type: BIGINT, unit: ledgers, nullable: true, doc: "Last ledger in which it can be used; NULL when that was not seen."}
- {name: status, type: VARCHAR, nullable: true, doc: "live, archived (persistent and past its last ledger, can be restored) or lapsed (temporary and past it); NULL when its last ledger was not seen."}
- {name: at_ledger, type: BIGINT, unit: ledgers, doc: "Newest ledger, for which the status is."}
- {name: valid_from_ledger, type: BIGINT, unit: ledgers, doc: "Ledger since which the value is so."}
- {name: state_complete, type: BOOLEAN, doc: "Whether all ledgers since the network began, or since a checkpoint, are known; else entries may be missing."}
---*/
-- An entry whose time is over stays in the ledger until it is evicted, so nothing stored can say that it is.
SELECT d.ledger_key_hash, d.contract_id, d.durability, d.key_type, d.key, d.value, t.live_until_ledger,
    CASE WHEN t.live_until_ledger >= d.known_to_ledger THEN 'live'
        WHEN t.live_until_ledger IS NULL THEN NULL
        WHEN d.durability = 'persistent' THEN 'archived' ELSE 'lapsed' END AS status,
    d.known_to_ledger AS at_ledger, d.valid_from_ledger, d.state_complete
FROM contract_data_current_v1 AS d
LEFT JOIN contract_ttl_current_v1 AS t ON t.key_hash = d.ledger_key_hash
