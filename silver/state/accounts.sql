/*---
doc: One row per state of an account.
grain: state of an account
key: [account_id]
inputs: [accounts_snapshot_v1, native_balances_snapshot_v1, entries_extra_snapshot_v1, ledger_entry_removals_stream_v1]
columns:
- {name: account_id, type: VARCHAR, doc: "The account."}
- {name: balance, type: BIGINT, unit: stroops, doc: "Lumens the account holds."}
- {name: buying_liabilities, type: BIGINT, unit: stroops, doc: "Lumens its offers may still buy."}
- {name: selling_liabilities, type: BIGINT, unit: stroops, doc: "Lumens its offers may still sell."}
- {name: sequence_number, type: BIGINT, doc: "Sequence number of its last transaction."}
- {name: num_subentries, type: INTEGER, nullable: true, doc: "Entries the account owns; they raise its reserve; NULL when the type cannot hold the number."}
- {name: num_sponsoring, type: INTEGER, nullable: true, doc: "Reserves it pays for others; NULL when the type cannot hold the number."}
- {name: num_sponsored, type: INTEGER, nullable: true, doc: "Reserves others pay for it; NULL when the type cannot hold the number."}
- {name: home_domain, type: VARCHAR, nullable: true, doc: "Domain that describes the account; NULL when it names none."}
- {name: master_weight, type: INTEGER, doc: "Weight of the account's own key."}
- {name: low_threshold, type: INTEGER, doc: "Weight that low-security operations need."}
- {name: medium_threshold, type: INTEGER, doc: "Weight that medium-security operations need."}
- {name: high_threshold, type: INTEGER, doc: "Weight that high-security operations need."}
- {name: flags, type: INTEGER, nullable: true, doc: "The account's flags as a bit mask; NULL when the type cannot hold it."}
- {name: auth_required, type: BOOLEAN, doc: "Whether holders of its assets need authorization."}
- {name: auth_revocable, type: BOOLEAN, doc: "Whether that authorization can be revoked."}
- {name: auth_immutable, type: BOOLEAN, doc: "Whether these flags cannot change any more."}
- {name: auth_clawback_enabled, type: BOOLEAN, doc: "Whether its assets can be clawed back."}
- {name: signer_count, type: INTEGER, doc: "Signers besides the account's own key."}
- {name: sponsor, type: VARCHAR, nullable: true, doc: "Who pays the account's reserve; NULL when it does itself."}
- {name: inflation_destination, type: VARCHAR, nullable: true, doc: "Whom its inflation votes were for; NULL when it named nobody."}
- {name: sequence_ledger, type: BIGINT, unit: ledgers, nullable: true, doc: "Ledger that last changed its sequence number; NULL while that was before protocol 19."}
- {name: sequence_time, type: BIGINT, unit: seconds, nullable: true, doc: "Close time of that ledger in Unix seconds; NULL as there."}
---*/
SELECT
  a.account_id,
  n.balance,
  n.buying_liabilities,
  n.selling_liabilities,
  a.sequence_number,
  a.num_subentries,
  a.num_sponsoring,
  a.num_sponsored,
  a.home_domain,
  a.master_weight,
  a.low_threshold,
  a.med_threshold AS medium_threshold,
  a.high_threshold,
  a.flags,
  a.auth_required,
  a.auth_revocable,
  a.auth_immutable,
  a.auth_clawback_enabled,
  coalesce(json_array_length(a.signers), 0)::INTEGER AS signer_count,
  a.sponsor_account AS sponsor,
  x.inflation_destination,
  x.sequence_ledger,
  x.sequence_time,
  a.ledger_sequence,
  a.closed_at,
  NULL::VARCHAR AS change
FROM accounts_snapshot_v1 a
JOIN native_balances_snapshot_v1 n USING (account_id, ledger_sequence)
-- No row there means that the entry has none of these values.
LEFT JOIN entries_extra_snapshot_v1 x
  ON x.entry_type = 'account' AND x.entry_key = a.account_id AND x.ledger_sequence = a.ledger_sequence
UNION ALL BY NAME
SELECT entry_key AS account_id, ledger_sequence, closed_at, reason AS end_reason
FROM ledger_entry_removals_stream_v1
WHERE entry_type = 'account'
