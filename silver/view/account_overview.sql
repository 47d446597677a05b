/*---
doc: One row per account, with its lumens, what it holds of other tokens and who can sign for it.
grain: account
key: [account_id]
inputs: [accounts_current_v1, balances_current_v1, account_signers_current_v1, ledgers_row_v2]
columns:
- {name: account_id, type: VARCHAR, doc: "The account."}
- {name: balance, type: BIGINT, unit: stroops, doc: "Lumens it holds."}
- {name: spendable, type: BIGINT, unit: stroops, nullable: true, doc: "Lumens it can spend: less what its offers sell and its reserve, not below 0; NULL when a number that its reserve is made of is not known."}
- {name: sequence_number, type: BIGINT, doc: "Sequence number that it used last."}
- {name: num_subentries, type: INTEGER, nullable: true, doc: "Entries it owns that count for its reserve; NULL when the number does not fit."}
- {name: num_sponsoring, type: INTEGER, nullable: true, doc: "Reserves it pays for others; NULL when the number does not fit."}
- {name: num_sponsored, type: INTEGER, nullable: true, doc: "Reserves that others pay for it; NULL when the number does not fit."}
- {name: home_domain, type: VARCHAR, nullable: true, doc: "Domain it names as its home; NULL without one."}
- {name: flags, type: INTEGER, nullable: true, doc: "Flags of the account as an issuer: 1 authorization required, 2 revocable, 4 immutable, 8 clawback; NULL when the number does not fit."}
- {name: low_threshold, type: INTEGER, doc: "Weight that operations of low security need."}
- {name: medium_threshold, type: INTEGER, doc: "Weight that operations of medium security need."}
- {name: high_threshold, type: INTEGER, doc: "Weight that operations of high security need."}
- {name: token_count, type: BIGINT, doc: "Other tokens it has a balance of, empty trustlines included."}
- {name: tokens, type: JSON, doc: "These balances, as an array of {token_id, asset, balance, authorized} in the order of token_id, balances as text."}
- {name: signer_count, type: BIGINT, doc: "Keys that can sign for it, its own included."}
- {name: signers, type: JSON, doc: "These keys, as an array of {signer, signer_type, weight} by weight, the heaviest first."}
- {name: valid_from_ledger, type: BIGINT, unit: ledgers, doc: "Ledger that last changed the account itself."}
- {name: state_complete, type: BOOLEAN, doc: "Whether all ledgers since the network began, or since a checkpoint, are known; else balances and signers may be missing."}
---*/
WITH
newest AS (
    SELECT arg_max(base_reserve, sequence)::BIGINT AS base_reserve
    FROM ledgers_row_v2
),
tokens AS (
    SELECT owner AS account_id, count(*) AS token_count, to_json(list({token_id: token_id, asset: asset,
        balance: balance_text, authorized: authorized} ORDER BY token_id)) AS tokens
    FROM balances_current_v1
    WHERE owner_type = 'account' AND source <> 'account'
    GROUP BY owner
),
signers AS (
    SELECT account_id, count(*) AS signer_count, to_json(list({signer: signer, signer_type: signer_type, weight: weight}
        ORDER BY weight DESC NULLS FIRST, signer)) AS signers
    FROM account_signers_current_v1
    GROUP BY account_id
)
SELECT a.account_id, a.balance,
    if(reserved IS NULL, NULL, greatest(a.balance - a.selling_liabilities - reserved, 0)) AS spendable,
    a.sequence_number, a.num_subentries, a.num_sponsoring, a.num_sponsored, a.home_domain, a.flags, a.low_threshold,
    a.medium_threshold, a.high_threshold, coalesce(t.token_count, 0) AS token_count, coalesce(t.tokens, '[]'::JSON) AS tokens,
    coalesce(s.signer_count, 0) AS signer_count, coalesce(s.signers, '[]'::JSON) AS signers, a.valid_from_ledger,
    a.state_complete
FROM (
    SELECT *, (2 + num_subentries + num_sponsoring - num_sponsored) * base_reserve AS reserved
    FROM accounts_current_v1
    CROSS JOIN newest
) AS a
LEFT JOIN tokens AS t USING (account_id)
LEFT JOIN signers AS s USING (account_id)
