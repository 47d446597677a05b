/*---
doc: "Per key of a batch that ends the newest segment: what is current is what the key's last row in bronze says, and nothing after its removal."
severity: error
when: batch
each: state
inputs: ["${state}_events", "${state}_current_v1"]
---*/
-- The keys are those of the batch, so their newest rows up to its end are in the batch: no older bronze is read.
WITH newest AS (
  SELECT *, coalesce($weak, FALSE) AS is_weak
  FROM ${state}_events
  QUALIFY row_number() OVER (PARTITION BY [[keys|, : @]] ORDER BY ledger_sequence DESC, end_reason IS NULL) = 1
)
SELECT [[keys: n.@, ]]n.ledger_sequence, n.end_reason, c.valid_from_ledger
FROM newest n
LEFT JOIN ${state}_current_v1 c ON [[keys| AND : c.@ = n.@]]
WHERE CASE
  WHEN n.end_reason IS NOT NULL THEN c.valid_from_ledger IS NOT NULL
  WHEN c.valid_from_ledger IS NULL THEN TRUE
  WHEN n.is_weak THEN FALSE
  ELSE [[values| OR : c.@ IS DISTINCT FROM n.@]] OR (NOT $on_change AND c.valid_from_ledger <> n.ledger_sequence)
END
