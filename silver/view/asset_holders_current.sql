/*---
doc: One row per token and owner that holds some of it, by how much.
grain: token and owner
key: [token_id, owner]
inputs: [balances_current_v1]
columns:
- {name: token_id, type: VARCHAR, doc: "Contract of the token; of a classic asset the one that its asset contract has or would have."}
- {name: place, type: BIGINT, doc: "Place among the owners by balance, the largest is 1; equal balances have equal places."}
- {name: owner, type: VARCHAR, doc: "Account (G), contract (C), claimable balance (B) or liquidity pool (L)."}
- {name: owner_type, type: VARCHAR, doc: "What that is: account, contract, claimable_balance or liquidity_pool."}
- {name: balance, type: "DECIMAL(38,0)", unit: token units, nullable: true, doc: "Units held; NULL when a contract's number has more than 38 digits."}
- {name: balance_text, type: VARCHAR, unit: token units, doc: "The same number as digits, whatever its size."}
- {name: authorized, type: BOOLEAN, nullable: true, doc: "Whether the issuer lets the owner use it; NULL where nothing says so."}
- {name: valid_from_ledger, type: BIGINT, unit: ledgers, doc: "Ledger since which the balance is so."}
- {name: state_complete, type: BOOLEAN, doc: "Whether all ledgers since the network began, or since a checkpoint, are known; else owners that were never seen are missing."}
---*/
SELECT token_id,
    -- A number too long for its type is larger than all others, or, with a minus, smaller.
    rank() OVER (PARTITION BY token_id ORDER BY (balance IS NULL)::INTEGER * if(balance_text LIKE '-%', -1, 1) DESC,
        balance DESC) AS place,
    owner, owner_type, balance, balance_text, authorized, valid_from_ledger, state_complete
FROM balances_current_v1
WHERE balance_text <> '0'
