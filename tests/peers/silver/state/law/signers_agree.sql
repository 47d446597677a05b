/*---
doc: "Per account that the batch changed: its signers are those that its entry lists, and its own key while that has a weight."
severity: error
when: batch, complete
inputs: [accounts_snapshot_v1, ledger_entry_removals_stream_v1, account_signers_current_v1]
---*/
WITH newest AS (
  SELECT account_id, master_weight, signers
  FROM accounts_snapshot_v1 a
  ANTI JOIN ledger_entry_removals_stream_v1 r
    ON r.entry_type = 'account' AND r.entry_key = a.account_id AND r.ledger_sequence > a.ledger_sequence
  QUALIFY row_number() OVER (PARTITION BY account_id ORDER BY ledger_sequence DESC) = 1
),
listed AS (
  SELECT account_id, json_extract_string(s, '$.key') AS signer, json_extract(s, '$.weight')::BIGINT AS weight
  FROM (SELECT account_id, unnest(json_extract(signers, '$[*]')) AS s FROM newest)
  UNION ALL
  SELECT account_id, account_id, master_weight FROM newest WHERE master_weight > 0
),
known AS (
  SELECT account_id, signer, weight FROM account_signers_current_v1 SEMI JOIN newest USING (account_id)
)
SELECT account_id, signer, l.weight AS listed_weight, k.weight AS known_weight
FROM listed l
FULL JOIN known k USING (account_id, signer)
-- A weight that the column cannot hold is NULL there, and a number in the list.
WHERE l.signer IS NULL OR k.signer IS NULL OR coalesce(k.weight, l.weight) <> l.weight
