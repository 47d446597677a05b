/*---
doc: One row per open claimable balance and account that may claim it.
grain: claimable balance and claimant
key: [balance_id, claimant]
inputs: [claimable_balances_current_v1]
columns:
- {name: claimant, type: VARCHAR, doc: "Account that may claim it."}
- {name: balance_id, type: VARCHAR, doc: "Id of the claimable balance, its XDR in hex."}
- {name: address, type: VARCHAR, doc: "The same id as an address (B)."}
- {name: asset, type: VARCHAR, doc: "What can be claimed: native or CODE:ISSUER."}
- {name: token_id, type: VARCHAR, doc: "Contract id of the asset."}
- {name: amount, type: BIGINT, unit: stroops, doc: "Amount that can be claimed."}
- {name: predicate, type: JSON, doc: "When the claimant may claim it."}
- {name: sponsor, type: VARCHAR, nullable: true, doc: "Who pays its reserve; NULL when nobody is named."}
- {name: valid_from_ledger, type: BIGINT, unit: ledgers, doc: "Ledger since which the balance is so."}
- {name: state_complete, type: BOOLEAN, doc: "Whether all ledgers since the network began, or since a checkpoint, are known; else balances may be missing."}
---*/
-- Balances whose claimants bronze does not tell have no row.
WITH
claims AS (
    SELECT *, unnest(claimants -> '$[*]') AS claim
    FROM claimable_balances_current_v1
)
SELECT claim ->> '$.claimant' AS claimant, balance_id, address, asset, token_id, amount, claim -> '$.predicate' AS predicate,
    sponsor, valid_from_ledger, state_complete
FROM claims
