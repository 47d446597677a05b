/*---
doc: "Per key: versions follow each other without overlap, one that was updated is followed at once, and only the last one of a segment is open."
severity: error
when: complete
each: state
inputs: ["${state}_history_v1"]
---*/
WITH linked AS (
  SELECT
    [[keys: @, ]]
    valid_from_ledger,
    valid_to_ledger,
    known_to_ledger,
    end_reason,
    lead(valid_from_ledger) OVER (PARTITION BY [[keys|, : @]] ORDER BY valid_from_ledger) AS next_from_ledger
  FROM ${state}_history_v1
)
SELECT *
FROM linked
WHERE valid_to_ledger < valid_from_ledger
  OR (valid_to_ledger IS NULL) <> (end_reason IS NULL)
  OR (end_reason = 'updated' AND next_from_ledger IS DISTINCT FROM valid_to_ledger)
  OR next_from_ledger = valid_from_ledger
  OR next_from_ledger <= known_to_ledger
