/*---
doc: One row per state of a signer of an account, the account's own key included while it has a weight.
grain: state of a signer
key: [account_id, signer]
inputs: [account_signers_snapshot_v1]
columns:
- {name: account_id, type: VARCHAR, doc: "The account."}
- {name: signer, type: VARCHAR, doc: "Who may sign: a key (G), the hash of a transaction (T) or of a secret (X), or a signed payload (P)."}
- {name: signer_type, type: VARCHAR, doc: "Kind of signer: master (the account's own key), key, pre_auth, hash or payload."}
- {name: weight, type: INTEGER, nullable: true, doc: "Weight of the signature; NULL when the type cannot hold the number."}
- {name: sponsor, type: VARCHAR, nullable: true, doc: "Who pays the signer's reserve; NULL when the account does."}
---*/
-- Bronze writes the whole set whenever it changed, and marks who left it; a merged account leaves with all its signers.
SELECT
  account_id,
  signer,
  CASE
    WHEN signer = account_id THEN 'master'
    WHEN starts_with(signer, 'T') THEN 'pre_auth'
    WHEN starts_with(signer, 'X') THEN 'hash'
    WHEN starts_with(signer, 'P') THEN 'payload'
    ELSE 'key'
  END AS signer_type,
  weight,
  sponsor,
  ledger_sequence,
  closed_at,
  CASE WHEN deleted THEN 'removed' END AS end_reason,
  NULL::VARCHAR AS change
FROM account_signers_snapshot_v1
